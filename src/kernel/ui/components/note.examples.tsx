import { MoreLink } from "./button.tsx";
import { Empty } from "./empty.tsx";
import type { ExampleSet } from "./example.ts";
import { KeptTexts } from "./kept-texts.tsx";
import { Note } from "./note.tsx";
import { Tag } from "./tag.tsx";
import { Toast } from "./toast.tsx";

export const noteExamples: ExampleSet = {
  component: "Note, Toast, Tag, Empty, KeptTexts",
  examples: [
    {
      title: "pemberitahuan",
      render: () => (
        <div class="half">
          <Note title="Kantor tutup Rabu, 9 Des.">Layanan di ponsel tetap buka.</Note>
          <Note tone="ok" title="Laporan Anda sudah kami terima.">
            Simpan kodenya.
          </Note>
          <Note
            tone="warn"
            icon="flood"
            title="Siaga 3 di Wonokromo."
            action={<MoreLink href="#aman">Lihat tempat aman terdekat</MoreLink>}
          >
            Air naik. Diukur 09.40.
          </Note>
          <Note tone="bad" title="Foto tidak terkirim." action={<MoreLink href="#kirim">Kirim lagi</MoreLink>}>
            Foto masih ada di ponsel ini.
          </Note>
        </div>
      ),
    },
    {
      title: "tulisan yang belum terkirim",
      render: () => <KeptTexts texts={["Lampu di gang ini mati sejak Senin."]} />,
    },
    {
      title: "berhasil kecil",
      render: () => <Toast>Disimpan di ponsel ini</Toast>,
    },
    {
      title: "keadaan kasus",
      render: () => (
        <div class="row">
          <Tag icon="plus">Baru</Tag>
          <Tag tone="now">Dikerjakan, sisa 3 hari</Tag>
          <Tag icon="user">Menunggu Anda</Tag>
          <Tag tone="ok">Beres</Tag>
          <Tag tone="late">Terlambat 1 hari</Tag>
        </div>
      ),
    },
    {
      title: "kosong dan sedang dimuat",
      render: () => (
        <div class="half">
          <Empty
            icon="case"
            title="Belum ada kasus"
            text="Laporan dan permohonan Anda akan tampil di sini."
            action={<MoreLink href="#lapor">Buat laporan</MoreLink>}
          />
        </div>
      ),
    },
  ],
};
