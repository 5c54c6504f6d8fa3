/** Signs in with msal-node and calls the sandbox's Graph with Microsoft's client: paging, batch, errors. */
import assert from "node:assert/strict";
import { ConfidentialClientApplication } from "@azure/msal-node";
import graph from "@microsoft/microsoft-graph-client";
import { network, PlainHandler } from "./transport.js";

const { AuthenticationHandler, BatchRequestContent, BatchResponseContent, Client, GraphError, PageIterator, RetryHandler, RetryHandlerOptions } = graph;
const [host, tenant, clientId, secret] = process.argv.slice(2);

function application(clientSecret = secret) {
  const auth = { clientId, clientSecret, authority: `https://${host}/login/${tenant}`, knownAuthorities: [host] };
  return new ConfidentialClientApplication({ auth, system: { networkClient: network } });
}

async function token(app) {
  return (await app.acquireTokenByClientCredential({ scopes: ["https://graph.microsoft.com/.default"] })).accessToken;
}

function client(accessToken) {
  const authentication = new AuthenticationHandler({ getAccessToken: async () => accessToken });
  const retry = new RetryHandler(new RetryHandlerOptions(0, 3));
  authentication.setNext(retry);
  retry.setNext(new PlainHandler());
  return Client.initWithMiddleware({ baseUrl: `https://${host}/graph/`, middleware: authentication, customHosts: new Set(["127.0.0.1"]) });
}

async function signsIn() {
  const app = application();
  const first = await token(app);
  assert.ok(first);
  assert.equal(await token(app), first, "kept until it ends");
  await assert.rejects(token(application("wrong")), (error) => error.errorCode === "invalid_client" && /7000215/.test(error.errorMessage));
  return client(first);
}

async function pages(graphClient) {
  const seen = [];
  const first = await graphClient.api("/users").top(3).select("id,displayName").get();
  assert.equal(first.value.length, 3);
  await new PageIterator(graphClient, first, (person) => Boolean(seen.push(person.id))).iterate();
  assert.ok(seen.length > 10);
  assert.equal(new Set(seen).size, seen.length);
  const found = await graphClient.api("/users").header("ConsistencyLevel", "eventual").search('"displayName:chris"').count(true).get();
  assert.equal(found["@odata.count"], 2);
}

async function batches(graphClient) {
  // Node's Request takes no relative address, and of an absolute one this client keeps the version.
  const ask = (id, url) => ({ id, request: { url, method: "GET", headers: new Headers() } });
  const steps = [ask("1", "/users?$top=1"), ask("2", "/users/nobody@contoso.com")];
  const content = await new BatchRequestContent(steps).getContent();
  const answers = new BatchResponseContent(await graphClient.api("/$batch").post(content));
  const first = await answers.getResponseById("1").json();
  assert.equal(first.value?.length, 1, JSON.stringify(first));
  assert.equal(answers.getResponseById("2").status, 404);
}

async function refuses(graphClient) {
  const numbers = "/admin/teams/telephoneNumberManagement/numberAssignments";
  await assert.rejects(graphClient.api("/users/nobody@contoso.com").get(), (error) => error instanceof GraphError && error.statusCode === 404 && error.code === "Request_ResourceNotFound");
  await assert.rejects(graphClient.api(`${numbers}/assignNumber`).post({ telephoneNumber: "+6599999999", assignmentTargetId: "x", numberType: "operatorConnect" }),
    (error) => error.statusCode === 404 && error.code === "UnknownError" && JSON.parse(error.message).code === "NotFound");
  await assert.rejects(client("rubbish").api("/organization").get(), (error) => error.statusCode === 401 && error.code === "InvalidAuthenticationToken");
}

const graphClient = await signsIn();
await pages(graphClient);
await batches(graphClient);
await refuses(graphClient);
console.log("all well");
