import type { ComponentChildren } from "preact";

export interface Photo {
  readonly src: string;
  /** What is to be seen. */
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  /** "Sebelum", in bold before the caption. */
  readonly title?: string;
  readonly caption?: ComponentChildren;
  /** The whole picture. */
  readonly href?: string;
}

/** Photos beside each other, two in a row on a phone. They load only when they come into sight. */
export function Photos({ photos }: { readonly photos: readonly Photo[] }) {
  return (
    <div class="pair many">
      {photos.map((photo) => (
        <Figure key={photo.src} photo={photo} />
      ))}
    </div>
  );
}

/** Before and after, the proof of a repair. */
export function PhotoPair({ before, after }: { readonly before: Photo; readonly after: Photo }) {
  return (
    <div class="pair">
      <Figure photo={before} />
      <Figure photo={after} />
    </div>
  );
}

function Figure({ photo }: { readonly photo: Photo }) {
  const image = (
    <img src={photo.src} alt={photo.alt} width={photo.width} height={photo.height} loading="lazy" decoding="async" />
  );
  return (
    <figure>
      {photo.href === undefined ? image : <a href={photo.href}>{image}</a>}
      {(photo.title !== undefined || photo.caption !== undefined) && (
        <figcaption>
          {photo.title !== undefined && <b>{photo.title}</b>}
          {photo.title !== undefined && photo.caption !== undefined && " · "}
          {photo.caption}
        </figcaption>
      )}
    </figure>
  );
}
