// Bundles the admin's modules and styles into the folder given as the first argument.
import { build } from "esbuild";
import { cp } from "node:fs/promises";
import { resolve } from "node:path";

const out = resolve(process.argv[2] ?? "../obj/assets");

await build({
  entryPoints: { admin: "src/admin.ts", styles: "css/admin.css" },
  entryNames: "[name]",
  chunkNames: "chunk-[hash]",
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});

await cp("icons", out, { recursive: true });
