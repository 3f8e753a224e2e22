import { ClockCard } from "./clock-card.tsx";
import type { ExampleSet } from "./example.ts";
import { Leaf } from "./leaf.tsx";

const friday = { weekday: "Jumat", day: "27", month: "Nov" };
const monday = { weekday: "Senin", day: "23", month: "Nov" };

export const clockExamples: ExampleSet = {
  component: "ClockCard, Leaf",
  examples: [
    {
      title: "masih ada waktu, sudah lewat",
      render: () => (
        <div class="half">
          <ClockCard
            date={friday}
            title="Sisa 3 hari kerja"
            text="Paling lambat Jumat, 27 Nov"
            days={[
              { label: "Sen", date: "2026-11-23", state: "past" },
              { label: "Sel", date: "2026-11-24", state: "today" },
              { label: "Rab", date: "2026-11-25", state: "left" },
              { label: "Kam", date: "2026-11-26", state: "left" },
              { label: "Jum", date: "2026-11-27", state: "left" },
            ]}
          />
          <ClockCard date={monday} title="Terlambat 1 hari kerja" text="Seharusnya Senin, 23 Nov" late>
            Kepala dinas sudah diberi tahu.
          </ClockCard>
        </div>
      ),
    },
    {
      title: "lembar kalender",
      render: () => (
        <div class="row">
          <Leaf date={friday} />
          <Leaf date={monday} late />
        </div>
      ),
    },
  ],
};
