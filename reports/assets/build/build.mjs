// Writes the third-party files of the reports, and their checksums, from the exact versions of package-lock.json.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const assets = dirname(here);
const testdata = join(dirname(assets), "testdata", "axe");
const from = (...parts) => join(here, "node_modules", ...parts);
const version = (name) => JSON.parse(readFileSync(from(name, "package.json"), "utf8")).version;

await build({
  entryPoints: [join(here, "echarts.entry.mjs")],
  outfile: join(assets, "echarts.min.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2018",
  charset: "ascii",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  banner: {
    js: `/*! Apache ECharts ${version("echarts")}, a bundle of the charts that these reports draw. Copyright The Apache Software Foundation. Apache-2.0. See echarts.NOTICE and echarts.LICENSE. */`,
  },
});
// The bundle holds ZRender and tslib too; their licences ask to travel with it.
writeFileSync(
  join(assets, "echarts.LICENSE"),
  [
    readFileSync(from("echarts", "LICENSE"), "utf8"),
    `ZRender ${version("zrender")}, part of the bundle:\n\n` + readFileSync(from("zrender", "LICENSE"), "utf8"),
    `tslib ${version("tslib")}, part of the bundle:\n\n` + readFileSync(from("tslib", "LICENSE.txt"), "utf8"),
  ].join("\n" + "-".repeat(80) + "\n\n"),
);
copyFileSync(from("echarts", "NOTICE"), join(assets, "echarts.NOTICE"));

const sortable = ["sortable.min.js", "sortable.a11y.min.js"].map((f) =>
  readFileSync(from("sortable-tablesort", "dist", f), "utf8").trim(),
);
writeFileSync(
  join(assets, "sortable.min.js"),
  `/*! sortable-tablesort ${version("sortable-tablesort")} and its a11y file. Unlicense. See sortable.LICENSE. */\n${sortable.join("\n")}\n`,
);
writeFileSync(join(assets, "sortable.LICENSE"), readFileSync(from("sortable-tablesort", "LICENSE")));

copyFileSync(from("axe-core", "axe.min.js"), join(testdata, "axe.min.js"));
copyFileSync(from("axe-core", "LICENSE"), join(testdata, "LICENSE"));
copyFileSync(from("axe-core", "LICENSE-3RD-PARTY.txt"), join(testdata, "LICENSE-3RD-PARTY.txt"));

const sums = (folder, names) =>
  names.map((n) => `${createHash("sha256").update(readFileSync(join(folder, n))).digest("hex")}  ${n}\n`).join("");
writeFileSync(
  join(assets, "checksums.txt"),
  sums(assets, ["echarts.LICENSE", "echarts.NOTICE", "echarts.min.js", "sortable.LICENSE", "sortable.min.js"]),
);
writeFileSync(join(testdata, "checksums.txt"), sums(testdata, ["LICENSE", "LICENSE-3RD-PARTY.txt", "axe.min.js"]));
