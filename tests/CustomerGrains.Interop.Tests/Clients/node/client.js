// Runs every feature against the servers that the settings (JSON, standard input) name; prints one JSON line a feature:
// {"feature", "result": "passed" | "failed" | "n/a", "detail"}. What the settings say does not apply is not tried.
import fs from 'node:fs';
import { calls } from './features/calls.js';
import { connections } from './features/connections.js';
import { errors } from './features/errors.js';
import { limits } from './features/limits.js';
import { metadata } from './features/metadata.js';
import { product } from './features/product.js';
import { standard } from './features/standard.js';
import { Run } from './run.js';

const PATIENCE_MS = 120_000;

const settings = JSON.parse(fs.readFileSync(0, 'utf8'));
const features = { ...calls, ...metadata, ...errors, ...limits, ...connections, ...standard, ...product };

function patient(promise) {
  let timer;
  const hung = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still waiting after ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  return Promise.race([promise, hung]).finally(() => clearTimeout(timer));
}

for (const [feature, test] of Object.entries(features)) {
  const run = new Run(settings);
  let detail = settings.notApplicable[feature] ?? '';
  let result = detail ? 'n/a' : 'passed';
  try {
    if (!detail) await patient(test(run));
  } catch (error) {
    result = 'failed';
    detail = String(error?.stack ?? error);
  } finally {
    run.close();
  }
  console.log(JSON.stringify({ feature, result, detail }));
}
process.exit(0);
