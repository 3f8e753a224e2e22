import { Button } from "./button.tsx";
import { ClockCard } from "./clock-card.tsx";
import { ConsoleLayout } from "./console-layout.tsx";
import { CopyButton, LocateButton, PrintButton, ShareButton } from "./device-buttons.tsx";
import { Empty } from "./empty.tsx";
import { ErrorPage } from "./error-page.tsx";
import type { PageExample } from "./example.ts";
import { Facts } from "./facts.tsx";
import { questionTitleId } from "./field.tsx";
import { FileInput } from "./file-input.tsx";
import { Inbox, type InboxRow } from "./inbox.tsx";
import { Layout } from "./layout.tsx";
import { Note } from "./note.tsx";
import { Numbers } from "./numbers.tsx";
import { OfflinePage } from "./offline-page.tsx";
import { examplePhoto } from "./photos.examples.tsx";
import { PhotoPair } from "./photos.tsx";
import { RadioPicks } from "./picks.tsx";
import { QuestionLayout } from "./question-layout.tsx";
import { Rows } from "./rows.tsx";
import { SearchBox } from "./search-box.tsx";
import { Band, Columns, Section, Stack } from "./section.tsx";
import { Select } from "./select.tsx";
import { Slip } from "./slip.tsx";
import { Tag } from "./tag.tsx";
import { TextArea } from "./text-area.tsx";
import { TextInput } from "./text-input.tsx";
import { Trail } from "./trail.tsx";

const friday = { weekday: "Jumat", day: "27", month: "Nov" };
const photo = { width: 800, height: 600 };
const before = { ...photo, src: examplePhoto("before"), alt: "Lubang besar", title: "Sebelum", caption: "20 Nov" };
const after = { ...photo, src: examplePhoto("after"), alt: "Aspal baru", title: "Sesudah", caption: "23 Nov" };

const row = (code: string, title: string, due: string, rest: Partial<InboxRow> = {}): InboxRow => ({
  href: `#${code}`,
  title,
  due,
  meta: `${code} · Keputran`,
  state: "Dikerjakan",
  officer: "Agus P.",
  ...rest,
});

const officer = {
  office: "Bina Marga",
  person: { name: "Dewi Lestari", role: "Pemeriksa", href: "#saya" },
  current: "#masuk",
  menu: [
    { href: "#masuk", icon: "list", label: "Kotak masuk", count: 42 },
    { href: "#tugas", icon: "user", label: "Tugas saya", count: 7 },
    { href: "#terlambat", icon: "late", label: "Terlambat", count: 2 },
    { href: "#angka", icon: "chart", label: "Angka kantor" },
  ],
  keys: [
    { keys: ["A"], label: "Ambil" },
    { keys: ["T"], label: "Bukan kewenangan kami" },
  ],
} as const;

const heads = { due: "Batas", subject: "Perihal", state: "Keadaan", officer: "Petugas" };

const groups = [
  {
    label: "Terlambat · 2",
    rows: [
      row("KDR-4M8T", "Lampu jalan mati, Jl. Kedungdoro 88", "Lewat 1 hari", { dueTone: "late" }),
      row("WNR-9Q2X", "Tutup saluran hilang, Jl. Pandegiling", "Lewat 3 jam", { dueTone: "late" }),
    ],
  },
  {
    label: "Hari ini · 1",
    rows: [
      row("GBG-2HK7", "Trotoar ambles depan Stasiun Gubeng", "Hari ini 15.00", {
        dueTone: "now",
        state: "Baru",
        stateTone: "plain",
        officer: "–",
      }),
    ],
  },
  {
    label: "Minggu ini · 3",
    rows: [
      row("SBY-5WQ3", "Rambu tertutup dahan, Jl. Dr. Soetomo", "Rab, 25 Nov"),
      row("SBY-7K4M", "Jalan berlubang, Jl. Dinoyo", "Jum, 27 Nov", {
        state: "Perlu diperiksa",
        stateTone: "ok",
        current: true,
      }),
      row("KPT-3J9D", "Genangan tiap hujan, Jl. Keputran", "Jum, 27 Nov", { state: "Menunggu warga" }),
    ],
  },
];

const tools = (
  <search>
    <form action="#saring">
      <input type="search" name="q" aria-label="Cari kode, jalan, isi" placeholder="Cari kode, jalan, isi" />
      <Select name="wilayah" label="Kecamatan" optional options={[{ value: "", label: "Semua kecamatan" }]} />
      <Button tone="line">Saring</Button>
    </form>
  </search>
);

const openCase = (
  <>
    <div class="row ends">
      <span class="code">SBY-7K4M-2QX8</span>
      <Tag tone="now">Sisa 3 hari kerja</Tag>
    </div>
    <h2>Jalan berlubang, Jl. Dinoyo</h2>
    <p class="meta">Depan SDN Keputran I · Keputran, Tegalsari · 12 warga ikut mengalami</p>
    <PhotoPair before={before} after={after} />
    <form class="card flow" action="#periksa" method="post">
      <TextArea
        name="catatan"
        label="Catatan untuk warga"
        hint="Diperbaiki Budi H. Anda bukan pelaksana, jadi boleh memeriksa."
        rows={2}
        value="Lubang sudah ditambal rata."
      />
      <div class="row">
        <Button shortcut="y">Sudah beres</Button>
        <Button tone="bad" shortcut="n">
          Belum
        </Button>
        <Button tone="line" shortcut="r">
          Tanya
        </Button>
      </div>
    </form>
    <Section title="Riwayat">
      <Trail
        all
        steps={[
          { state: "done", title: "Diterima", when: "20 Nov 08.14 · web" },
          { state: "done", title: "Ditambal Regu Selatan", when: "23 Nov 14.05 · Budi H." },
          { state: "now", title: "diperiksa orang kedua", when: "Batas 27 Nov. Lewat batas: naik ke kepala dinas." },
        ]}
      />
    </Section>
  </>
);

/** Whole pages as the modules build them. */
export const pageExamples: readonly PageExample[] = [
  {
    name: "home",
    title: "Layanan warga",
    kind: "resident",
    render: () => (
      <Layout
        current="/"
        hero={
          <>
            <h1>Apa yang Anda perlukan?</h1>
            <SearchBox action="/layanan" name="q" label="Cari layanan" example="Contoh: KTP hilang" button="Cari" />
          </>
        }
        after={
          <Band title="Minggu ini di Surabaya">
            <Numbers
              figures={[
                { value: "1.284", label: "laporan warga masuk" },
                { value: "91%", label: "selesai tepat waktu" },
                { value: "2,1", unit: "hari", label: "waktu selesai biasanya" },
                { value: "4,3", unit: "dari 5", label: "nilai dari warga" },
              ]}
            />
          </Band>
        }
      >
        <Note tone="warn" icon="flood" title="Siaga 3 di Wonokromo.">
          Air 210 cm dan naik. Diukur 09.40.
        </Note>
        <Section title="Sering dipakai warga">
          <Rows
            duo
            rows={[
              { href: "#l", icon: "road", title: "Lapor jalan, sampah, lampu", notes: ["Gratis · 3 hari kerja"] },
              { href: "#s", icon: "home", title: "Surat domisili", notes: ["Gratis · 1 hari kerja"] },
              { href: "#k", icon: "idCard", title: "KTP: baru, hilang, rusak", notes: ["Gratis · 1 hari kerja"] },
              { href: "#p", icon: "car", title: "Pajak kendaraan", notes: ["Sesuai tarif resmi · 15 menit"] },
            ]}
          />
        </Section>
      </Layout>
    ),
  },
  {
    name: "case",
    title: "Jalan berlubang di Jl. Dinoyo",
    kind: "resident",
    render: () => (
      <Layout current="/kasus">
        <Columns kind="side">
          <Stack>
            <Tag tone="now">Sedang diperiksa</Tag>
            <h1>Jalan berlubang di Jl. Dinoyo</h1>
            <p class="lead">Depan SDN Keputran I, Kelurahan Keputran</p>
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
            <Section title="Apa yang terjadi berikutnya">
              <Trail
                steps={[
                  { state: "done", title: "Laporan Anda diterima", when: "Jumat, 20 Nov, 08.14" },
                  { state: "done", title: "Jalan sudah ditambal", when: "Senin, 23 Nov, 14.05" },
                  { state: "now", title: "hasilnya diperiksa petugas lain" },
                  { state: "next", title: "Anda menilai hasilnya", text: "Belum beres? Laporan dibuka lagi." },
                ]}
              />
            </Section>
            <Section title="Sebelum dan sesudah">
              <PhotoPair before={before} after={after} />
            </Section>
          </Stack>
          <Stack>
            <Slip title="Tanda terima" code="SBY-7K4M-2QX8" qr="https://balai.surabaya.example/cek/SBY-7K4M-2QX8">
              Tersimpan 20 Nov 2026, 08.14 WIB. Siapa pun bisa memeriksa kode ini.
            </Slip>
            <div class="acts">
              <ShareButton title="Jalan berlubang di Jl. Dinoyo" />
              <CopyButton text="SBY-7K4M-2QX8" />
              <PrintButton />
            </div>
            <Facts
              facts={[
                { label: "Kantor", value: "Dinas Sumber Daya Air dan Bina Marga" },
                { label: "Biaya", value: "Gratis" },
              ]}
            />
          </Stack>
        </Columns>
      </Layout>
    ),
  },
  {
    name: "question-pick",
    title: "Langkah 1: apa yang ingin Anda laporkan?",
    kind: "resident",
    render: () => (
      <QuestionLayout
        title="Apa yang ingin Anda laporkan?"
        back={{ href: "/" }}
        step={{ what: "Laporan", now: 1, of: 5 }}
        form={{ action: "#", csrf: "contoh", once: "contoh", laterAction: "#nanti" }}
        after={
          <Note icon="clock" title="Gratis.">
            Anda dijawab paling lambat 3 hari kerja.
          </Note>
        }
      >
        <RadioPicks
          name="jenis"
          labelledBy={questionTitleId}
          hint="Pilih satu yang paling dekat."
          options={[
            { value: "jalan", label: "Jalan dan trotoar", note: "berlubang, retak, ambles", icon: "road" },
            { value: "sampah", label: "Sampah", note: "menumpuk, tidak diangkut", icon: "trash" },
            { value: "lampu", label: "Lampu jalan", note: "mati, rusak, tiang miring", icon: "lamp" },
            { value: "banjir", label: "Banjir dan saluran air", note: "tersumbat, meluap", icon: "flood" },
          ]}
        />
      </QuestionLayout>
    ),
  },
  {
    name: "question-errors",
    title: "Langkah 3: di mana tempatnya?",
    kind: "resident",
    render: () => (
      <QuestionLayout
        title="Di mana tempatnya?"
        back={{ href: "#kembali" }}
        step={{ what: "Laporan", now: 3, of: 5 }}
        errors={[
          { field: "kelurahan", text: "Pilih kelurahan" },
          { field: "foto", text: "Ganti surat.pdf dengan foto" },
        ]}
        form={{ action: "#", csrf: "contoh", once: "contoh", files: true, laterAction: "#nanti" }}
      >
        <LocateButton lat="lat" lng="lng" />
        <input type="hidden" name="lat" />
        <input type="hidden" name="lng" />
        <Select
          name="kelurahan"
          label="Kelurahan"
          prompt="Pilih kelurahan"
          error="Pilih kelurahan tempat jalan itu rusak."
          options={[{ value: "35.78.05.1003", label: "Keputran" }]}
        />
        <TextInput name="dekat" label="Dekat apa?" hint="Contoh: depan sekolah, sebelah warung." optional />
        <FileInput
          name="foto"
          label="Foto"
          hint="Paling banyak 3 foto."
          error="surat.pdf bukan foto. Pilih foto JPG atau PNG."
          accept="image/*"
          shrink
          optional
        />
      </QuestionLayout>
    ),
  },
  {
    name: "console",
    title: "Kotak masuk",
    kind: "officer",
    render: () => (
      <ConsoleLayout
        {...officer}
        title="Kotak masuk"
        tools={tools}
        status="Diperbarui 09.42 · 42 kasus"
        pane={{ title: "Jalan berlubang, Jl. Dinoyo", closeHref: "#daftar", content: openCase }}
      >
        <Inbox caption="42 kasus, yang terlambat lebih dulu" heads={heads} groups={groups} empty={null} />
      </ConsoleLayout>
    ),
  },
  {
    name: "console-list",
    title: "Kotak masuk",
    kind: "officer",
    render: () => (
      <ConsoleLayout {...officer} title="Kotak masuk" tools={tools} status="42 kasus">
        <Inbox caption="42 kasus" heads={heads} groups={groups} empty={null} />
      </ConsoleLayout>
    ),
  },
  {
    name: "console-empty",
    title: "Kotak masuk",
    kind: "officer",
    render: () => (
      <ConsoleLayout {...officer} title="Kotak masuk" status="0 kasus">
        <Inbox
          caption="0 kasus"
          heads={heads}
          groups={[]}
          empty={<Empty icon="check" title="Semua sudah dikerjakan" text="Kasus baru tampil di sini." />}
        />
      </ConsoleLayout>
    ),
  },
  {
    name: "not-found",
    title: "Halaman tidak ditemukan",
    kind: "resident",
    render: () => <ErrorPage status={404} requestId="01JD7Q4M2X" />,
  },
  {
    name: "broken",
    title: "Ada yang rusak di pihak kami",
    kind: "resident",
    render: () => <ErrorPage status={500} requestId="01JD7Q4M2X" />,
  },
  { name: "offline", title: "Tidak ada sambungan", kind: "resident", render: () => <OfflinePage /> },
];
