/** An invented report and how far it got. `hours` are hours before now. */
export interface DemoStory {
  readonly category: string;
  readonly kind: "complaint" | "aspiration" | "information";
  readonly region: string;
  readonly landmark: string;
  readonly point?: { readonly lat: number; readonly lng: number };
  readonly what: string;
  readonly visibility: "public" | "name-hidden" | "private";
  readonly by: "sumiati" | "slamet" | "maya" | "guest";
  /** Phone number left for the office; sealed, and each opening is written down. */
  readonly contact?: string;
  readonly hours: number;
  readonly photo: boolean;
  /** Steps in order, each so many hours after the one before. */
  readonly steps: readonly DemoStep[];
}

export type DemoStep =
  | { readonly does: "take" | "verify"; readonly after: number }
  /** The officer opens what is sealed, to call the person. */
  | { readonly does: "look"; readonly after: number }
  | { readonly does: "fix" | "answer" | "reject" | "return"; readonly after: number; readonly says: string }
  | { readonly does: "ask"; readonly after: number; readonly says: string }
  | { readonly does: "reply"; readonly after: number; readonly says: string }
  | {
      readonly does: "rate";
      readonly after: number;
      readonly rating: "1" | "2" | "3" | "4" | "5";
      readonly says?: string;
    };

const road = { category: "road-damage", kind: "complaint" } as const;
const hidden = { visibility: "name-hidden" } as const;
const fixed = (take: number, fix: number, says: string): DemoStep[] => [
  { does: "take", after: take },
  { does: "fix", after: fix, says },
];
const solved = (take: number, fix: number, verify: number, says: string): DemoStep[] => [
  ...fixed(take, fix, says),
  { does: "verify", after: verify },
];

export const demoStories: readonly DemoStory[] = [
  {
    ...road,
    ...hidden,
    region: "35.78.05.1004",
    landmark: "Jl. Dinoyo, depan SDN Keputran I",
    point: { lat: -7.2803, lng: 112.7431 },
    what: "Lubang besar di jalur kiri arah Wonokromo. Sudah dua motor jatuh sejak Jumat pagi.",
    by: "sumiati",
    contact: "0812-0000-0001",
    hours: 98,
    photo: true,
    steps: [
      { does: "look", after: 2 },
      ...fixed(1, 70, "Lubang sudah ditambal rata oleh regu selatan. Terima kasih atas laporannya."),
    ],
  },
  {
    ...road,
    ...hidden,
    region: "35.78.05.1003",
    landmark: "Jl. Kedungdoro, dekat halte",
    point: { lat: -7.2629, lng: 112.7325 },
    what: "Aspal ambles memanjang sekitar dua meter, air menggenang kalau hujan.",
    by: "guest",
    hours: 30,
    photo: true,
    steps: [{ does: "take", after: 4 }],
  },
  {
    ...road,
    visibility: "public",
    region: "35.78.08.1001",
    landmark: "Trotoar depan Stasiun Gubeng",
    point: { lat: -7.2654, lng: 112.7521 },
    what: "Ubin trotoar lepas dan berlubang, berbahaya untuk orang tua dan kursi roda.",
    by: "slamet",
    contact: "0812-0000-0002",
    hours: 6,
    photo: true,
    steps: [{ does: "look", after: 3 }],
  },
  {
    category: "street-light",
    kind: "complaint",
    ...hidden,
    region: "35.78.05.1003",
    landmark: "Jl. Kedungdoro 88",
    point: { lat: -7.2641, lng: 112.7331 },
    what: "Tiga lampu jalan berturut-turut mati sejak minggu lalu. Gelap sekali malam hari.",
    by: "guest",
    hours: 620,
    photo: false,
    steps: [{ does: "take", after: 20 }],
  },
  {
    category: "flood-drain",
    kind: "complaint",
    ...hidden,
    region: "35.78.05.1004",
    landmark: "Gang IV, belakang pasar Keputran",
    point: { lat: -7.2759, lng: 112.7439 },
    what: "Got mampet oleh lumpur. Setiap hujan air masuk ke rumah warga.",
    by: "maya",
    contact: "0812-0000-0003",
    hours: 52,
    photo: true,
    steps: [
      { does: "take", after: 2 },
      { does: "look", after: 1 },
      { does: "ask", after: 20, says: "Apakah mampetnya sebelum atau sesudah jembatan kecil?" },
    ],
  },
  {
    category: "flood-drain",
    kind: "complaint",
    visibility: "public",
    region: "35.78.04.1006",
    landmark: "Jl. Joyoboyo, depan terminal",
    point: { lat: -7.2987, lng: 112.7372 },
    what: "Tutup saluran hilang, lubangnya terbuka di pinggir jalan ramai.",
    by: "slamet",
    hours: 200,
    photo: true,
    steps: [
      ...solved(2, 40, 10, "Tutup saluran baru sudah dipasang dan dicor."),
      { does: "rate", after: 8, rating: "5", says: "Cepat sekali, terima kasih." },
    ],
  },
  {
    category: "waste",
    kind: "complaint",
    ...hidden,
    region: "35.78.06.1005",
    landmark: "TPS Kupang Krajan",
    point: { lat: -7.2773, lng: 112.7242 },
    what: "Sampah menumpuk tiga hari, baunya sampai ke sekolah.",
    by: "guest",
    hours: 75,
    photo: true,
    steps: solved(5, 22, 12, "Sampah sudah diangkut dan jadwal angkut ditambah menjadi setiap hari."),
  },
  {
    category: "waste",
    kind: "complaint",
    ...hidden,
    region: "35.78.08.1003",
    landmark: "Jl. Airlangga, tepi sungai",
    point: { lat: -7.2712, lng: 112.7598 },
    what: "Orang membuang sampah rumah tangga ke sungai setiap malam.",
    by: "maya",
    hours: 20,
    photo: false,
    steps: [],
  },
  {
    category: "tree",
    kind: "complaint",
    ...hidden,
    region: "35.78.07.1004",
    landmark: "Jl. Jaksa Agung Suprapto",
    point: { lat: -7.2591, lng: 112.7487 },
    what: "Pohon angsana besar miring ke arah kabel listrik. Rawan tumbang kalau angin kencang.",
    by: "sumiati",
    hours: 140,
    photo: true,
    steps: [...solved(3, 30, 6, "Pohon sudah dipangkas dan disangga."), { does: "rate", after: 20, rating: "4" }],
  },
  {
    category: "traffic",
    kind: "complaint",
    ...hidden,
    region: "35.78.05.1002",
    landmark: "Jl. Dr. Soetomo, simpang tiga",
    point: { lat: -7.2862, lng: 112.7361 },
    what: "Rambu dilarang parkir tertutup dahan, jadi banyak mobil parkir sembarangan.",
    by: "guest",
    hours: 44,
    photo: false,
    steps: [{ does: "take", after: 10 }],
  },
  {
    category: "public-order",
    kind: "complaint",
    visibility: "private",
    region: "35.78.05.1001",
    landmark: "Jl. Tegalsari gang 2",
    what: "Bengkel bekerja sampai tengah malam, suaranya mengganggu anak sekolah.",
    by: "maya",
    contact: "0812-0000-0003",
    hours: 60,
    photo: false,
    steps: [
      { does: "take", after: 12 },
      { does: "look", after: 1 },
    ],
  },
  {
    category: "other",
    kind: "information",
    ...hidden,
    region: "35.78.07.1002",
    landmark: "Balai Pemuda",
    what: "Kapan perpustakaan di Balai Pemuda buka lagi pada hari Sabtu?",
    by: "slamet",
    hours: 12,
    photo: false,
    steps: [],
  },
  {
    category: "traffic",
    kind: "aspiration",
    visibility: "public",
    region: "35.78.08.1004",
    landmark: "Jl. Kertajaya",
    point: { lat: -7.2789, lng: 112.7617 },
    what: "Mohon dibuat zebra cross di depan taman bacaan. Banyak anak menyeberang sendiri.",
    by: "maya",
    hours: 260,
    photo: false,
    steps: [
      ...solved(8, 60, 14, "Zebra cross sudah dicat pada Minggu malam."),
      { does: "rate", after: 30, rating: "5", says: "Anak-anak senang sekali." },
    ],
  },
  {
    ...road,
    ...hidden,
    region: "35.78.04.1003",
    landmark: "Jl. Ngagel, dekat pintu air",
    point: { lat: -7.2907, lng: 112.7468 },
    what: "Jalan bergelombang parah, banyak pengendara mengerem mendadak.",
    by: "guest",
    hours: 330,
    photo: true,
    steps: [
      ...solved(6, 90, 20, "Permukaan jalan sudah diratakan sepanjang 40 meter."),
      { does: "rate", after: 10, rating: "2", says: "Sebelah timur masih bergelombang." },
    ],
  },
  {
    ...road,
    ...hidden,
    region: "35.78.02.1004",
    landmark: "Jl. Jemursari gang 8",
    point: { lat: -7.3178, lng: 112.7402 },
    what: "Paving lepas di tikungan, licin kalau hujan.",
    by: "slamet",
    hours: 100,
    photo: false,
    steps: [
      { does: "take", after: 30 },
      {
        does: "reject",
        after: 10,
        says: "Jalan ini milik perumahan dan dirawat pengembang. Nomor pengelolanya ada di kantor kelurahan.",
      },
    ],
  },
  {
    category: "street-light",
    kind: "complaint",
    ...hidden,
    region: "35.78.06.1004",
    landmark: "Jl. Putat Jaya Timur",
    point: { lat: -7.2817, lng: 112.7203 },
    what: "Lampu jalan berkedip terus, mengganggu warga yang tidur.",
    by: "sumiati",
    hours: 90,
    photo: false,
    steps: [...solved(2, 26, 4, "Lampu sudah diganti dengan yang baru."), { does: "rate", after: 12, rating: "5" }],
  },
  {
    category: "tree",
    kind: "aspiration",
    ...hidden,
    region: "35.78.08.1002",
    landmark: "Taman Mojo",
    point: { lat: -7.2669, lng: 112.7666 },
    what: "Usul menambah bangku dan pohon peneduh di taman untuk lansia.",
    by: "guest",
    hours: 70,
    photo: false,
    steps: [
      { does: "take", after: 24 },
      {
        does: "answer",
        after: 20,
        says: "Usul ini masuk rencana tahun depan. Enam bangku dipasang lebih dulu pada Februari.",
      },
    ],
  },
  {
    category: "flood-drain",
    kind: "complaint",
    ...hidden,
    region: "35.78.04.1001",
    landmark: "Jl. Wonokromo gang 3",
    point: { lat: -7.3013, lng: 112.7389 },
    what: "Genangan setinggi mata kaki setiap hujan lebih dari satu jam.",
    by: "maya",
    hours: 9,
    photo: true,
    steps: [],
  },
];
