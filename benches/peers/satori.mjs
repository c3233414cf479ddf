// A poster like ours by satori and resvg-js: node satori.mjs OUT.png
import { readFileSync, writeFileSync } from "node:fs";
import satori from "satori";
import { Resvg } from "@resvg/resvg-js";

const font = readFileSync(new URL("../../fonts/display/Oswald-Bold.ttf", import.meta.url));
const style = {
  width: "100%", height: "100%", display: "flex", alignItems: "center", padding: 60,
  background: "#d4001a", color: "#fff", fontSize: 230, lineHeight: 1, fontFamily: "Oswald",
};
const svg = await satori(
  { type: "div", props: { style, children: "TO REMEMBER IS TO FIGHT!" } },
  { width: 1080, height: 1080, fonts: [{ name: "Oswald", data: font, weight: 700 }] },
);
writeFileSync(process.argv[2], new Resvg(svg).render().asPng());
