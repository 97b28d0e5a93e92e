// A peer: node's `ws`, where a loop over all clients calls each one's send(), as its documentation
// says to broadcast. The port is any free one, printed as the servers under test here do.

import WebSocket, { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });

server.on("connection", (connection) => {
  connection.on("error", console.error);
  connection.on("message", (data, isBinary) => {
    for (const client of server.clients) {
      if (client.readyState === WebSocket.OPEN) {
        client.send(data, { binary: isBinary });
      }
    }
  });
});

server.on("listening", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});

process.on("SIGTERM", () => process.exit(0));
