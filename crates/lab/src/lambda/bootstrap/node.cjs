// Runs a Node.js function: through aws-lambda-ric when it is found, otherwise by itself.
//
// The Lambda Runtime API is spoken as AWS documents it; errors and log lines have the shapes of the managed
// runtime.
'use strict';

const fs = require('fs');
const http = require('http');
const path = require('path');
const url = require('url');
const util = require('util');

const root = process.env.LAMBDA_TASK_ROOT;
const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
// Where runtimes write log records, each in a frame, and what a frame begins with: that of a record of text.
const LOG_VARIABLE = '_LAMBDA_TELEMETRY_LOG_FD';
const FRAME = Buffer.from([0xa5, 0x5a, 0x00, 0x03]);
// AWS waits for nothing but what a handler returns, from this version on.
const AWAITED_FROM = 24;
let requestId;

function call(method, where, body) {
  return new Promise((resolve, reject) => {
    const data = body === undefined ? Buffer.alloc(0) : Buffer.from(body);
    const headers = { 'Content-Length': data.length };
    const options = { hostname, port, agent, method, headers, path: `/2018-06-01/runtime/${where}` };
    const request = http.request(options, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({
        status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString(),
      }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(data);
  });
}

// The pipe that the server reads. Opened once more it blocks, whatever Node.js makes of stdout.
function ownOutput() {
  try {
    return fs.openSync('/dev/fd/1', 'w');
  } catch {
    return 1;
  }
}

let output;

// One event of CloudWatch Logs, of however many lines.
function line(level, text) {
  const id = requestId === undefined ? 'undefined' : requestId;
  const now = new Date();
  const message = Buffer.from(`${now.toISOString()}\t${id}\t${level}\t${text}`);
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(message.length, 0);
  numbers.writeBigUInt64BE(BigInt(now.getTime()) * 1000n, 4);
  // In one piece, so that nothing that others print comes in between.
  const frame = Buffer.concat([FRAME, numbers, message]);
  for (let written = 0; written < frame.length;) written += fs.writeSync(output, frame, written);
}

function setUpConsole() {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => line(level, util.format(...values));
  }
}

class Fault extends Error {
  constructor(kind, message) {
    super(message);
    this.name = kind;
  }
}

function describe(error) {
  if (error instanceof Error) {
    return {
      errorType: error.name || 'Error', errorMessage: error.message || '',
      // The frames of this file are nobody's business.
      trace: (error.stack || '').split('\n').filter((frame) => !frame.includes(`${__filename}:`)),
    };
  }
  return { errorType: typeof error, errorMessage: util.format(error), trace: [] };
}

function logError(what, error) {
  const { errorType, errorMessage, trace } = describe(error);
  const own = error instanceof Error ? { ...error } : {};
  delete own.name;
  line('ERROR', `${what} \t${JSON.stringify({ errorType, errorMessage, ...own, stack: trace })}`);
}

// The file of a module, as the managed runtime looks for it.
async function load(module) {
  const file = path.resolve(root, module);
  const isModule = () => {
    for (let at = path.dirname(file); at.startsWith(root); at = path.dirname(at)) {
      const manifest = path.join(at, 'package.json');
      if (fs.existsSync(manifest)) return JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module';
    }
    return false;
  };
  const imported = (name) => import(url.pathToFileURL(name).href);
  if (fs.existsSync(file) && fs.statSync(file).isFile()) return require(file);
  if (fs.existsSync(`${file}.js`)) return isModule() ? imported(`${file}.js`) : require(`${file}.js`);
  if (fs.existsSync(`${file}.mjs`)) return imported(`${file}.mjs`);
  if (fs.existsSync(`${file}.cjs`)) return require(`${file}.cjs`);
  return require(require.resolve(file, { paths: [root] }));
}

async function findHandler(name) {
  const found = /^((?:.*\/)?)([^./][^/.]*)\.(.+)$/.exec(name);
  if (!found || name.includes('..')) throw new Fault('Runtime.MalformedHandlerName', 'Bad handler');
  const [, directory, module, members] = found;
  let exported;
  try {
    exported = await load(directory + module);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Fault('Runtime.UserCodeSyntaxError', String(error));
    const missing = error && ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(error.code);
    if (missing) throw new Fault('Runtime.ImportModuleError', String(error));
    throw error;
  }
  const inside = (from) => members.split('.').reduce((value, member) => value && value[member], from);
  const handler = inside(exported) || (exported && inside(exported.default));
  if (!handler) throw new Fault('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new Fault('Runtime.HandlerNotFound', `${name} is not a function`);
  if (isOnlyAwaited() && handler.length >= 3) {
    throw new Fault('Runtime.CallbackHandlerDeprecated', 'ERROR: AWS Lambda has removed support for callback-based '
      + 'function handlers starting with Node.js 24. You need to modify this function to use a supported handler '
      + 'signature to use Node.js 24 or later. For more information see '
      + 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.');
  }
  return handler;
}

// Whether the function's runtime, whatever runs it here, takes no callbacks.
function isOnlyAwaited() {
  const version = /^AWS_Lambda_nodejs(\d+)\./.exec(process.env.AWS_EXECUTION_ENV);
  return version !== null && Number(version[1]) >= AWAITED_FROM;
}

function makeContext(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const context = {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const given = headers['lambda-runtime-client-context'];
  if (given) context.clientContext = JSON.parse(given);
  return context;
}

// Runs the handler once: a promise of its result.
async function run(handler, event, headers) {
  const context = makeContext(headers);
  return isOnlyAwaited() ? handler(event, context) : anyWay(handler, event, context);
}

// By whichever of the ways a handler chooses to give a result.
function anyWay(handler, event, context) {
  return new Promise((resolve, reject) => {
    let ended = false;
    const whenIdle = [];
    const idle = () => (whenIdle.length ? whenIdle.shift()() : settle(undefined, null));
    const settle = (error, value) => {
      if (ended) return;
      ended = true;
      process.removeListener('beforeExit', idle);
      if (error !== undefined && error !== null) reject(error);
      else resolve(value);
    };
    const done = (error, value, atOnce) => {
      if (atOnce || !context.callbackWaitsForEmptyEventLoop) setImmediate(() => settle(error, value));
      else whenIdle.push(() => settle(error, value));
    };
    Object.assign(context, {
      callbackWaitsForEmptyEventLoop: true,
      succeed: (value) => done(null, value, true),
      fail: (error) => done(error === undefined ? 'handled' : error, null, true),
      done: (error, value) => done(error, value, true),
    });
    process.on('beforeExit', idle);
    try {
      const returned = handler(event, context, (error, value) => done(error, value, false));
      if (returned && typeof returned.then === 'function') {
        returned.then((value) => settle(undefined, value), (error) => settle(error === undefined ? 'undefined' : error));
      }
    } catch (error) {
      settle(error);
    }
  });
}

async function invoke(handler) {
  const next = await call('GET', 'invocation/next');
  requestId = next.headers['lambda-runtime-aws-request-id'];
  const trace = next.headers['lambda-runtime-trace-id'];
  if (trace) process.env._X_AMZN_TRACE_ID = trace;
  const where = `invocation/${requestId}`;
  let answer;
  try {
    const value = await run(handler, JSON.parse(next.body), next.headers);
    try {
      answer = JSON.stringify(value === undefined ? null : value);
    } catch (error) {
      throw new Fault('Runtime.MarshalError', `Unable to stringify response body: ${error.message}`);
    }
  } catch (error) {
    logError('Invoke Error', error);
    await call('POST', `${where}/error`, JSON.stringify(describe(error)));
    return;
  }
  await call('POST', `${where}/response`, answer);
}

// What nobody caught ends the process, as on AWS.
async function die(what, error, code) {
  logError(what, error);
  const where = requestId === undefined ? 'init/error' : `invocation/${requestId}/error`;
  await call('POST', where, JSON.stringify(describe(error))).catch(() => {});
  process.exit(code);
}

function publishedClient() {
  try {
    return require.resolve('aws-lambda-ric', { paths: [root, ...module.paths] });
  } catch {
    return undefined;
  }
}

async function main() {
  const name = process.env._HANDLER;
  const client = publishedClient();
  if (client) {
    process.env[LOG_VARIABLE] = String(ownOutput());
    const { run: start } = await import(url.pathToFileURL(client).href);
    await start(root, name);
    return;
  }
  output = ownOutput();
  setUpConsole();
  process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
  process.on('unhandledRejection', (reason) => {
    const error = new Fault('Runtime.UnhandledPromiseRejection', String(reason));
    error.reason = reason;
    die('Unhandled Promise Rejection', error, 128);
  });
  let handler;
  try {
    handler = await findHandler(name);
  } catch (error) {
    await die('Uncaught Exception', error, 1);
  }
  for (;;) await invoke(handler);
}

main().catch(() => process.exit(1));
