import type { ExampleSet } from "./example.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { Live } from "./live.tsx";
import { Pagination } from "./pagination.tsx";
import { Steps } from "./question-layout.tsx";
import { SearchBox } from "./search-box.tsx";
import { Fold } from "./section.tsx";
import { Tabs } from "./tabs.tsx";

export const navigationExamples: ExampleSet = {
  component: "Tabs, Pagination, Steps, Fold, Live, LanguageSwitch, SearchBox",
  examples: [
    {
      title: "bagian dan halaman",
      render: () => (
        <div class="flow">
          <Tabs
            label="Keadaan kasus"
            tabs={[
              { href: "#berjalan", label: "Sedang berjalan", current: true },
              { href: "#selesai", label: "Selesai" },
            ]}
          />
          <Pagination newerHref="#baru" olderHref="#lama" />
        </div>
      ),
    },
    { title: "langkah", render: () => <Steps what="Laporan" now={3} of={5} /> },
    {
      title: "cari",
      render: () => (
        <SearchBox action="#cari" name="q" label="Cari layanan" example="Contoh: KTP hilang" button="Cari" />
      ),
    },
    {
      title: "terlipat dan langsung",
      render: () => (
        <Live id="langsung" events="/acara/contoh">
          <Fold title="Bagaimana angka ini dihitung?">
            <p>Dari laporan yang selesai dalam 30 hari terakhir.</p>
          </Fold>
        </Live>
      ),
    },
    {
      title: "bahasa",
      render: () => (
        <div class="foot">
          <div class="wrap">
            <LanguageSwitch />
          </div>
        </div>
      ),
    },
  ],
};
