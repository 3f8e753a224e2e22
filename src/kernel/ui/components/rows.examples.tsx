import { Button } from "./button.tsx";
import { Card, ContinueCard } from "./card.tsx";
import type { ExampleSet } from "./example.ts";
import { Answers, Facts } from "./facts.tsx";
import { examplePhoto } from "./photos.examples.tsx";
import { Rows } from "./rows.tsx";
import { Tag } from "./tag.tsx";

export const rowsExamples: ExampleSet = {
  component: "Rows, Card, ContinueCard, Facts, Answers",
  examples: [
    {
      title: "pergi ke sesuatu",
      render: () => (
        <Rows
          duo
          rows={[
            {
              href: "#lapor",
              icon: "road",
              title: "Lapor jalan, sampah, lampu",
              notes: ["Gratis · dijawab 3 hari kerja"],
            },
            { href: "#surat", icon: "home", title: "Surat domisili", notes: ["Gratis · 1 hari kerja"] },
            {
              href: "#dinoyo",
              icon: "road",
              title: "Jalan berlubang di Jl. Dinoyo",
              notes: ["Keputran · dialami 12 warga"],
              tag: <Tag tone="now">Diperiksa, sisa 3 hari</Tag>,
            },
            {
              href: "#kedungdoro",
              icon: "lamp",
              title: "Lampu jalan mati di Jl. Kedungdoro",
              notes: ["Kedungdoro · dialami 3 warga"],
              tag: <Tag tone="late">Terlambat 1 hari</Tag>,
            },
          ]}
        />
      ),
    },
    {
      title: "untuk dibaca, dengan foto dan tombol",
      render: () => (
        <Rows
          rows={[
            {
              title: "Foto 1",
              notes: ["118 kB, sudah diperkecil"],
              photo: { src: examplePhoto("before"), alt: "" },
              action: (
                <Button tone="line" name="hapus" value="1">
                  Hapus
                </Button>
              ),
            },
          ]}
        />
      ),
    },
    {
      title: "lanjutkan, keterangan, jawaban",
      render: () => (
        <div class="half">
          <div class="flow">
            <ContinueCard
              href="#lanjut"
              label="Lanjutkan laporan Anda"
              title="Jalan berlubang di Jl. Dinoyo"
              text="Perbaikan sedang diperiksa. Paling lambat Jumat, 27 Nov."
              date={{ weekday: "Jumat", day: "27", month: "Nov" }}
            />
            <Card>
              <Facts
                facts={[
                  { label: "Kantor", value: "Dinas Sumber Daya Air dan Bina Marga" },
                  { label: "Biaya", value: "Gratis" },
                ]}
              />
            </Card>
          </div>
          <Answers
            change="Ubah"
            answers={[
              { label: "Jenis", value: "Jalan dan trotoar", changeHref: "#ubah-jenis" },
              { label: "Tempat", value: "Keputran, Tegalsari", changeHref: "#ubah-tempat" },
              { label: "Foto", value: "2 foto" },
            ]}
          />
        </div>
      ),
    },
  ],
};
