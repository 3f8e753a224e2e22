// Draws the stand-ins for photos in the demo (data/demo/*.jpg): run it again after changing a scene.
import { join } from "node:path";
import sharp from "sharp";

const folder = join(import.meta.dirname, "../data/demo");
const damage = (after) =>
  after
    ? '<path fill="#525c5b" d="m300 860 400-40 100 220-540 40z"/><path fill="#475150" d="m330 880 350-35 20 50-390 40z"/>'
    : '<path fill="#3b4341" d="M340 960c40-90 220-130 360-90s160 120 40 170-420 30-400-80z"/><path fill="#5d7f86" d="M420 970c50-50 180-70 260-40s60 70-30 80-240 20-230-40z"/>';
const scenes = {
  "road-damage": (after) =>
    `<path fill="#7f8b8a" d="M580 460h440l580 740H0z"/><path fill="#fff" d="m790 500h20l10 100h-40zm-20 180h60l20 160h-100zm-30 260h120l20 260H720z"/>${damage(after)}`,
  "flood-drain": (after) =>
    `<path fill="#7f8b8a" d="M0 560h1600v640H0z"/><path fill="#5b6665" d="M500 700h600v300H500z"/>${
      after
        ? '<path fill="#9aa5a3" d="M540 740h520v220H540z"/><path fill="#6d7876" d="M580 780h440v14H580zm0 50h440v14H580zm0 50h440v14H580z"/>'
        : '<path fill="#46717a" d="M300 820c300-60 800-50 1000 20s100 200-400 210-800-150-600-230z"/>'
    }`,
  waste: (after) =>
    `<path fill="#a8b4ae" d="M0 620h1600v580H0z"/><path fill="#3f7a6a" d="M1180 640h240v330h-240z"/>${
      after
        ? ""
        : '<path fill="#4d5a52" d="M420 980c60-220 200-260 300-200s200-120 320 20 160 220 140 240-760 20-760-60z"/><path fill="#8d6f4a" d="M620 900h180v120H620z"/><path fill="#b9c2bd" d="M820 930l90-60 80 70-60 80z"/>'
    }`,
  tree: (after) =>
    `<path fill="#8db49a" d="M0 700h1600v500H0z"/><path fill="#6b4f35" d="${after ? "M760 500h80v500h-80z" : "M980 420l70 30-260 560h-90z"}"/><circle fill="#3f7a52" cx="${after ? 800 : 1040}" cy="360" r="230"/><circle fill="#4b8a5f" cx="${after ? 700 : 930}" cy="420" r="150"/>`,
};
for (const [subject, scene] of Object.entries(scenes)) {
  for (const after of [false, true]) {
    const sky = after ? "#bcd9dc" : "#c9d3d6";
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200"><path fill="${sky}" d="M0 0h1600v600H0z"/><path fill="#9bbda6" d="M0 400h1600v800H0z"/>${scene(after)}</svg>`;
    await sharp(Buffer.from(svg))
      .resize(960, 720)
      .jpeg({ quality: 78 })
      .toFile(join(folder, `${subject}-${after ? "after" : "before"}.jpg`));
  }
}
