import { buttonExamples } from "./button.examples.tsx";
import { clockExamples } from "./clock-card.examples.tsx";
import { deviceButtonExamples } from "./device-buttons.examples.tsx";
import type { ExampleSet } from "./example.ts";
import { fieldExamples } from "./field.examples.tsx";
import { figureExamples } from "./figures.examples.tsx";
import { iconExamples } from "./icon.examples.tsx";
import { Layout } from "./layout.tsx";
import { navigationExamples } from "./navigation.examples.tsx";
import { noteExamples } from "./note.examples.tsx";
import { photoExamples } from "./photos.examples.tsx";
import { rowsExamples } from "./rows.examples.tsx";
import { Section } from "./section.tsx";
import { slipExamples } from "./slip.examples.tsx";
import { trailExamples } from "./trail.examples.tsx";

export const exampleSets: readonly ExampleSet[] = [
  buttonExamples,
  fieldExamples,
  clockExamples,
  trailExamples,
  slipExamples,
  noteExamples,
  rowsExamples,
  photoExamples,
  figureExamples,
  navigationExamples,
  deviceButtonExamples,
  iconExamples,
];

/** Every component in every state, on one page: for those who build pages, and for the tests. */
export function Gallery({ title }: { readonly title: string }) {
  return (
    <Layout>
      <h1>{title}</h1>
      {exampleSets.map((set) => (
        <Section key={set.component} title={set.component}>
          {set.examples.map((example) => (
            <div key={example.title} class="flow" data-example>
              <p class="meta">{example.title}</p>
              {example.render()}
            </div>
          ))}
        </Section>
      ))}
    </Layout>
  );
}
