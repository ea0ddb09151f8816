// Checks rendered objects against the schemas of Kubernetes and of the Prometheus operator, without a cluster:
//   node check.mjs FILE…        prints a line a fault; ends with 1 when there was one
// The validators know types, enumerations and what is required; the type checker adds what they pass over: a field that does not exist.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const here = dirname(fileURLToPath(import.meta.url));
const faults = [];
const objects = process.argv.slice(2).flatMap((file) => parseAllDocuments(readFileSync(file, "utf8"), { uniqueKeys: true }).map((document) => {
  for (const error of document.errors) faults.push(`${file}: ${error.message}`);
  return { file, object: document.toJS() };
}));

const moduleOf = ({ apiVersion, kind }) => `${apiVersion.startsWith("monitoring.coreos.com/") ? "@kubernetes-models/prometheus-operator" : "kubernetes-models"}/${apiVersion}/${kind}`;
const nameOf = ({ file, object }) => `${file}: ${object.kind} ${object.metadata?.name}`;

for (const one of objects) {
  try {
    const { [one.object.kind]: Model } = await import(moduleOf(one.object));
    new Model(one.object).validate();
  } catch (fault) {
    faults.push(`${nameOf(one)}: ${fault.message}`);
  }
}

const imports = [...new Map(objects.map(({ object }) => [moduleOf(object), object.kind]))].map(([path, kind]) => `import type { I${kind} } from "${path}";`);
const source = [...imports, ...objects.map(({ object }, index) => `export const o${index}: I${object.kind} = ${JSON.stringify(object)};`)].join("\n");
const path = join(here, "rendered.ts");
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022 };
const host = ts.createCompilerHost(options);
const [read, exists] = [host.getSourceFile, host.fileExists];
host.getSourceFile = (name, ...rest) => (name === path ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : read(name, ...rest));
host.fileExists = (name) => name === path || exists(name);
const program = ts.createProgram([path], options, host);
for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
  const line = file === undefined ? -1 : file.getLineAndCharacterOfPosition(start).line - imports.length;
  faults.push(`${objects[line] === undefined ? "types" : nameOf(objects[line])}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
}

for (const fault of faults) console.log(fault);
console.log(`${objects.length} objects, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
