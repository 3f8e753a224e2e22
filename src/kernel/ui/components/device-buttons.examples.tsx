import { CopyButton, LocateButton, PrintButton, ReadAloudButton, ShareButton } from "./device-buttons.tsx";
import type { ExampleSet } from "./example.ts";
import { TextInput } from "./text-input.tsx";

export const deviceButtonExamples: ExampleSet = {
  component: "ShareButton, PrintButton, CopyButton, ReadAloudButton, LocateButton",
  examples: [
    {
      title: "tampil jika ponselnya bisa",
      render: () => (
        <div class="acts">
          <ShareButton title="Jalan berlubang di Jl. Dinoyo" />
          <PrintButton />
          <CopyButton text="SBY-7K4M-2QX8" />
          <ReadAloudButton target="isi" />
        </div>
      ),
    },
    {
      title: "mengisi tempat",
      render: () => (
        <div class="flow">
          <LocateButton lat="lat" lng="lng" accuracy="accuracy" />
          <TextInput name="lat" label="Lintang" inputmode="decimal" narrow optional />
          <TextInput name="lng" label="Bujur" inputmode="decimal" narrow optional />
          <input type="hidden" name="accuracy" />
        </div>
      ),
    },
  ],
};
