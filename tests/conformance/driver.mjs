// Runs ODK's own JavaScript engine for tests/conformance/run.py. One process serves many forms.
//
// A line of JSON in:  {"xml": "...", "scripts": [[step, ...], ...], "every": true}
// A line of JSON out: {"error": "..."} or {"loadMs", "runs": [{"snapshots": [...], "failures": [...], "stepMs"}, ...]}
// With "every" a run holds a snapshot before the first step and one after each, else only the last one.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = path.resolve(process.argv[2]);
const { JSDOM } = createRequire(path.join(modules, 'anchor.js'))('jsdom');

// The engine is made for browsers and takes these names from the global scope.
const BROWSER_NAMES = `window document DOMParser XMLSerializer Node Element Attr Document XMLDocument XPathResult XPathEvaluator
  Text CDATASection Comment ProcessingInstruction HTMLElement NodeFilter CharacterData DocumentFragment`.split(/\s+/);
const page = new JSDOM('<html></html>').window;
for (const name of BROWSER_NAMES) globalThis[name] = page[name];
// Its bundled parser looks for Node and would then want parts of it that a browser lacks.
Object.defineProperty(process, 'versions', { value: {} });
const engine = await import(pathToFileURL(path.join(modules, '@getodk/xforms-engine/dist/index.js')));

function* below(node) {
  for (const child of node.currentState.children ?? []) {
    yield child;
    yield* below(child);
  }
}

// Our refs leave out position 1 and prefixes.
const plainRef = (node) => node.currentState.reference.replaceAll(/\[1\](?=\/|$)/g, '').replaceAll(/\/[^/:]+:/g, '/');
const isRange = (node) => node.nodeType.startsWith('repeat-range');

function question(root, ref) {
  for (const node of below(root)) {
    if (plainRef(node) === ref && !isRange(node) && node.nodeType !== 'repeat-instance') return node;
  }
  throw new Error(`no question ${ref}`);
}

function range(root, ref) {
  for (const node of below(root)) if (isRange(node) && plainRef(node) === ref) return node;
  throw new Error(`no repeat ${ref}`);
}

function answer(node, value) {
  const words = value.split(/\s+/).filter(Boolean);
  if (node.nodeType === 'select') node.selectValues(words);
  else if (node.nodeType === 'rank') node.setValues(words);
  else if (node.nodeType === 'trigger') node.setValue(value === 'OK');
  else node.setValue(value);
}

function take(root, step) {
  if (step.set) answer(question(root, step.set[0]), step.set[1]);
  else if (step.addRepeat) range(root, step.addRepeat).addInstances();
  else if (step.removeRepeat) range(root, step.removeRepeat[0]).removeInstances(step.removeRepeat[1], 1);
  else if (step.language) root.setLanguage(root.languages.find((each) => each.language === step.language));
}

function seen(node) {
  const state = node.currentState;
  const violation = node.validationState?.violation ?? null;
  const value = state.instanceValue ?? (Array.isArray(state.value) ? state.value.join(' ') : state.value);
  return {
    ref: plainRef(node),
    relevant: state.relevant,
    required: Boolean(state.required),
    readonly: Boolean(state.readonly),
    value: value == null ? '' : String(value),
    label: state.label?.asString ?? '',
    choices: state.valueOptions?.map((each) => [each.value, each.label?.asString ?? '']) ?? null,
    valid: violation === null,
    message: violation?.message?.asString ?? '',
  };
}

const snapshot = (root) => [...below(root)].filter((node) => !isRange(node)).map(seen);

function run(root, steps, every) {
  const snapshots = every ? [snapshot(root)] : [];
  const failures = [];
  let stepMs = 0;
  for (const step of steps) {
    const begun = performance.now();
    let failure = null;
    try {
      take(root, step);
    } catch (error) {
      failure = String(error?.message ?? error);
    }
    stepMs += performance.now() - begun;
    failures.push(failure);
    if (every) snapshots.push(snapshot(root));
  }
  if (!every) snapshots.push(snapshot(root));
  return { snapshots, failures, stepMs };
}

async function serve({ xml, scripts, every }) {
  const begun = performance.now();
  const form = await engine.loadForm(xml);
  if (form.status === 'failure') return { error: String(form.error?.message ?? form.error) };
  try {
    let root = form.createInstance().root;
    const loadMs = performance.now() - begun;
    const runs = [];
    for (const steps of scripts) {
      root ??= form.createInstance().root;
      runs.push(run(root, steps, every));
      root = null;
    }
    return { loadMs, runs };
  } catch (error) {
    return { error: String(error?.message ?? error) };
  }
}

// What the engine itself prints must not come between the answers.
for (const name of ['log', 'info', 'debug', 'warn', 'error']) console[name] = () => {};
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await serve(JSON.parse(line)))}\n`);
}
