import type { ExampleSet } from "./example.ts";
import { Section } from "./section.tsx";
import { Trail, type TrailStep } from "./trail.tsx";

const short: readonly TrailStep[] = [
  { state: "done", title: "Laporan Anda diterima", when: "Jumat, 20 Nov, 08.14" },
  {
    state: "done",
    title: "Sampai di kantor yang tepat",
    text: "Dinas Sumber Daya Air dan Bina Marga",
    when: "Jumat, 20 Nov, 08.31",
  },
  {
    state: "now",
    title: "hasilnya diperiksa petugas lain",
    text: "Yang memeriksa bukan yang memperbaiki. Paling lambat Jumat, 27 Nov.",
  },
  { state: "next", title: "Anda menilai hasilnya", text: "Belum beres? Laporan dibuka lagi." },
];

const long: readonly TrailStep[] = [
  ...Array.from(
    { length: 6 },
    (_, index): TrailStep => ({
      state: "done",
      title: `Kabar ke-${index + 1} dari petugas`,
      when: `Senin, ${index + 2} Nov, 09.00`,
    }),
  ),
  { state: "now", title: "menunggu jawaban Anda" },
  { state: "next", title: "kantor menjawab lagi" },
];

export const trailExamples: ExampleSet = {
  component: "Trail",
  examples: [
    {
      title: "apa yang terjadi berikutnya; langkah lama terlipat",
      render: () => (
        <div class="half">
          <Section title="Apa yang terjadi berikutnya">
            <Trail
              steps={short}
              late={{
                question: "Bagaimana jika lewat 27 Nov?",
                answer: "Kepala dinas langsung diberi tahu. Anda tidak perlu melapor lagi.",
              }}
            />
          </Section>
          <Section title="Riwayat panjang">
            <Trail steps={long} />
          </Section>
        </div>
      ),
    },
  ],
};
