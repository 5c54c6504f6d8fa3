// The Playground listens on every interface of the machine; here it gets this machine's own address only.
const { Server } = require("node:net");

const listen = Server.prototype.listen;

Server.prototype.listen = function (port, ...rest) {
  const callback = rest.find((each) => typeof each === "function");
  return listen.call(this, { port: typeof port === "object" ? port.port : port, host: "127.0.0.1" }, callback);
};
