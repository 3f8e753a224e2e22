import { Card } from "./card.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import type { ExampleSet } from "./example.ts";
import { FileInput } from "./file-input.tsx";
import { Csrf, Once } from "./hidden-fields.tsx";
import { Checkbox, Checkboxes, RadioPicks } from "./picks.tsx";
import { Rate } from "./rate.tsx";
import { Select } from "./select.tsx";
import { TextArea } from "./text-area.tsx";
import { TextInput } from "./text-input.tsx";

export const fieldExamples: ExampleSet = {
  component: "ErrorSummary, TextInput, TextArea, Select, RadioPicks, Checkboxes, Checkbox, FileInput, Rate, Csrf, Once",
  examples: [
    {
      title: "kesalahan, paling atas",
      render: () => (
        <ErrorSummary
          errors={[
            { field: "telepon", text: "Tambah 2 angka pada nomor telepon" },
            { field: "kelurahan", text: "Pilih kelurahan" },
          ]}
        />
      ),
    },
    {
      title: "baris teks",
      render: () => (
        <div class="half">
          <div>
            <Csrf token="contoh" />
            <Once value="contoh" />
            <TextInput name="jalan" label="Nama jalan" hint="Contoh: Jl. Dinoyo" />
            <TextInput name="rt" label="RT" inputmode="numeric" maxlength={3} narrow optional />
            <TextInput name="nama" label="Nama (dari data kependudukan)" value="Siti Aminah" readonly />
          </div>
          <div>
            <TextInput
              name="telepon"
              type="tel"
              label="Nomor telepon"
              value="0812 3456 78"
              error="Nomor kurang 2 angka. Contoh: 0812 3456 7890."
            />
            <Select
              name="kelurahan"
              label="Kelurahan"
              prompt="Pilih kelurahan"
              error="Pilih kelurahan tempat jalan itu rusak."
              options={[
                { value: "35.78.05.1003", label: "Keputran" },
                { value: "35.78.05.1001", label: "Kedungdoro" },
              ]}
            />
            <TextArea name="cerita" label="Ceritakan singkat" rows={3} optional />
          </div>
        </div>
      ),
    },
    {
      title: "pilih satu",
      render: () => (
        <RadioPicks
          name="jenis"
          label="Apa yang ingin Anda laporkan?"
          hint="Pilih satu yang paling dekat."
          value="jalan"
          options={[
            { value: "jalan", label: "Jalan dan trotoar", note: "berlubang, retak, ambles", icon: "road" },
            { value: "lampu", label: "Lampu jalan", note: "mati, rusak, tiang miring", icon: "lamp" },
            { value: "lain", label: "Hal lain" },
          ]}
        />
      ),
    },
    {
      title: "pilih beberapa, pilih ya atau tidak",
      render: () => (
        <div>
          <Checkboxes
            name="kabar"
            label="Kirim kabar lewat"
            values={["wa"]}
            optional
            options={[
              { value: "wa", label: "WhatsApp" },
              { value: "sms", label: "SMS" },
            ]}
          />
          <Checkbox
            name="rahasia"
            label="Sembunyikan nama saya"
            note="Petugas tetap bisa bertanya kepada Anda."
            checked
          />
        </div>
      ),
    },
    {
      title: "foto",
      render: () => (
        <FileInput
          name="foto"
          label="Foto"
          hint="Paling banyak 3 foto. Wajah dan pelat nomor akan kami samarkan."
          accept="image/*"
          multiple
          shrink
          optional
        />
      ),
    },
    {
      title: "nilai",
      render: () => (
        <Card>
          <Rate name="nilai" label="Menurut Anda, apakah sudah beres?" value={4} />
        </Card>
      ),
    },
  ],
};
