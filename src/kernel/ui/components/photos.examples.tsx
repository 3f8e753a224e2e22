import { Chat } from "./chat.tsx";
import type { ExampleSet } from "./example.ts";
import { PhotoPair, Photos } from "./photos.tsx";

/** A drawn road, served from public/examples. */
export function examplePhoto(state: "before" | "after"): string {
  return `/examples/road-${state}.svg`;
}

const size = { width: 800, height: 600 };

export const photoExamples: ExampleSet = {
  component: "PhotoPair, Photos, Chat",
  examples: [
    {
      title: "sebelum dan sesudah",
      render: () => (
        <PhotoPair
          before={{
            ...size,
            src: examplePhoto("before"),
            alt: "Lubang besar di tengah jalan",
            title: "Sebelum",
            caption: "20 Nov, dari Anda",
          }}
          after={{
            ...size,
            src: examplePhoto("after"),
            alt: "Lubang sudah ditambal aspal baru",
            title: "Sesudah",
            caption: "23 Nov, dari petugas",
          }}
        />
      ),
    },
    {
      title: "beberapa foto, masing-masing bisa dibuka",
      render: () => (
        <Photos
          photos={(["before", "after"] as const).map((state) => ({
            ...size,
            src: examplePhoto(state),
            alt: state === "before" ? "Lubang dari dekat" : "Tambalan dari dekat",
            href: examplePhoto(state),
          }))}
        />
      ),
    },
    {
      title: "pesan",
      render: () => (
        <Chat
          messages={[
            { text: "Apakah lubangnya di jalur kiri?", who: "Petugas Bina Marga", when: "20 Nov, 09.02" },
            { text: "Betul, jalur kiri. Sudah dua motor jatuh.", who: "Anda", when: "20 Nov, 09.20", mine: true },
          ]}
        />
      ),
    },
  ],
};
