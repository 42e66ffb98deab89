// Makes the process that listens for a debugger here spin for ever, as a bug in a handler would.
const list = 'http://127.0.0.1:9229/json/list';
let targets = null;
for (let tries = 0; targets === null && tries < 40; tries++) {
  targets = await fetch(list).then(
    (answer) => answer.json(),
    () => null,
  );
  if (targets === null) await new Promise((done) => setTimeout(done, 250));
}
const socket = new WebSocket(targets[0].webSocketDebuggerUrl);
await new Promise((open, fail) => {
  socket.onopen = open;
  socket.onerror = fail;
});
socket.send(
  JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'setTimeout(() => { for (;;); })' } }),
);
await new Promise((answered) => {
  socket.onmessage = answered;
});
process.exit();
