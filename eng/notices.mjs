// Writes THIRD-PARTY-NOTICES.txt: what is shipped that is not ours, under which license, with every license and notice text that comes along.
// node eng/notices.mjs <project.assets.json> <assets folder with package.json and node_modules> <output file>
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [assetsFile, npmFolder, output] = process.argv.slice(2);
const isText = /^(licen[cs]e|notice|third-?party-?notices)(\.(txt|md))?$/i;

const texts = (folder) => readdirSync(folder).filter((name) => isText.test(name)).sort()
  .map((name) => readFileSync(join(folder, name), "utf8").replace(/^\uFEFF/, "").replace(/\r\n/g, "\n").trim());

/** Packages that only help to build bring nothing to the output. */
function nuget() {
  const assets = JSON.parse(readFileSync(assetsFile, "utf8"));
  const shipped = new Set(Object.values(assets.targets)
    .flatMap((target) => Object.entries(target))
    .filter(([, library]) => library.type === "package" && (library.runtime ?? library.native ?? library.runtimeTargets))
    .map(([name]) => name));
  return [...shipped].map((name) => {
    const folder = Object.keys(assets.packageFolders).map((root) => join(root, assets.libraries[name].path)).find(exists);
    const nuspec = readFileSync(join(folder, readdirSync(folder).find((file) => file.endsWith(".nuspec"))), "utf8");
    const field = (tag) => nuspec.match(new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`))?.[1].trim();
    return { name: name.replace("/", " "), license: field("license") ?? field("licenseUrl"), copyright: field("copyright") ?? field("authors"), url: field("projectUrl"), texts: texts(folder) };
  });
}

/** The libraries of the admin's pages, with what they ask for in turn. */
function npm() {
  const found = new Map();
  const visit = (names) => {
    for (const name of names.filter((name) => !found.has(name))) {
      const folder = join(npmFolder, "node_modules", name);
      if (!exists(folder)) continue;
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const author = manifest.author?.name ?? manifest.author;
      found.set(name, { name: `${name} ${manifest.version}`, license: manifest.license, copyright: author, url: manifest.homepage, texts: texts(folder) });
      visit(Object.keys(manifest.dependencies ?? {}));
    }
  };
  visit(Object.keys(JSON.parse(readFileSync(join(npmFolder, "package.json"), "utf8")).dependencies));
  return [...found.values()];
}

function exists(folder) {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

const packages = [...nuget(), ...npm()].sort((a, b) => a.name.localeCompare(b.name, "en"));
const byText = new Map();
for (const { name, texts } of packages) {
  for (const text of texts) byText.set(text, [...(byText.get(text) ?? []), name]);
}

const rule = "-".repeat(80);
writeFileSync(output, [
  "Gateway Alerts contains the packages below. SPDX names stand for the texts at https://spdx.org/licenses/.",
  "",
  ...packages.map((item) => [item.name, item.license, item.copyright, item.url].filter(Boolean).join(" | ")),
  ...[...byText].flatMap(([text, names]) => ["", rule, names.join(", "), rule, "", text]),
  "",
].join("\n"));
