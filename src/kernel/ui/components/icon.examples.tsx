import { iconNames } from "../icons.ts";
import type { ExampleSet } from "./example.ts";
import { House, Icon } from "./icon.tsx";

export const iconExamples: ExampleSet = {
  component: "Icon, House",
  examples: [
    {
      title: "semua gambar",
      render: () => (
        <ul class="row">
          {iconNames.map((name) => (
            <li key={name}>
              <Icon name={name} label={name} />
            </li>
          ))}
        </ul>
      ),
    },
    {
      title: "di dalam rumah",
      render: () => (
        <div class="row">
          <House icon="road" />
          <House icon="warn" tone="bad" />
        </div>
      ),
    },
  ],
};
