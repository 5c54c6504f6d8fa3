/**
 * Both clients speak https only, and the sandbox has no certificate: what they send goes to the same address by http,
 * and the sandbox is told of it as a proxy would.
 */
export async function plainFetch(url, options = {}) {
  const headers = new Headers(options.headers);
  headers.set("X-Forwarded-Proto", "https");
  return fetch(String(url).replace(/^https:/, "http:"), { ...options, headers });
}

async function asMsal(response) {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.json() };
}

/** msal's own way to bring a network of one's own: INetworkModule. */
export const network = {
  sendGetRequestAsync: async (url, options) => asMsal(await plainFetch(url, { headers: options?.headers })),
  sendPostRequestAsync: async (url, options) => asMsal(await plainFetch(url, { method: "POST", headers: options?.headers, body: options?.body })),
};

/** The Graph client's own way to do the same: the last middleware of its chain. */
export class PlainHandler {
  async execute(context) {
    const { request, options } = context;
    context.response = typeof request === "string" ? await plainFetch(request, options) : await plainFetch(request.url, request);
  }
}
