import { Actions, BackLink, Button, LinkButton, MoreLink } from "./button.tsx";
import type { ExampleSet } from "./example.ts";

export const buttonExamples: ExampleSet = {
  component: "Button, LinkButton, MoreLink, BackLink, Actions",
  examples: [
    {
      title: "satu tombol penuh per layar",
      render: () => (
        <Actions>
          <Button>Kirim laporan</Button>
          <LinkButton tone="line" href="#simpan">
            Simpan, lanjutkan nanti
          </LinkButton>
          <Button tone="bad">Batalkan laporan</Button>
          <Button disabled>Mengirim …</Button>
        </Actions>
      ),
    },
    {
      title: "dengan gambar, dengan tombol pintas",
      render: () => (
        <Actions>
          <Button icon="plus">Buat laporan</Button>
          <Button tone="line" shortcut="y">
            Sudah beres
          </Button>
        </Actions>
      ),
    },
    {
      title: "tautan",
      render: () => (
        <div>
          <p>
            <BackLink href="#kasus-saya">Kasus saya</BackLink>
          </p>
          <p>
            <MoreLink href="#csv" icon="download">
              Unduh CSV
            </MoreLink>
          </p>
        </div>
      ),
    },
  ],
};
