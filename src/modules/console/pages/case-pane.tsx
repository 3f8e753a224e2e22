import { Papers } from "../../../kernel/case-pages/index.ts";
import {
  Actions,
  Button,
  Csrf,
  Facts,
  Fold,
  KeptTexts,
  LinkButton,
  MoreLink,
  Note,
  Once,
  PhotoPair,
  Photos,
  Section,
  Tag,
  Trail,
  useT,
} from "../../../kernel/ui/index.ts";
import type { ActionLink } from "../actions.ts";
import type { PaneView } from "../case-pane.ts";
import { ActionFields } from "./action-form.tsx";

export interface CasePaneProps {
  readonly pane: PaneView;
  readonly csrf: string;
  /** What was just done, in words. */
  readonly done?: string;
  /** Why it was not done. */
  readonly fault?: string;
  /** What was written into a form that is gone: nobody's words are lost. */
  readonly kept?: readonly string[];
}

/** One case beside the list: what it is, what to do, what happened. */
export function CasePane({ pane, csrf, done, fault, kept = [] }: CasePaneProps) {
  const t = useT();
  return (
    <>
      <div class="row ends">
        <span class="code">{pane.code}</span>
        <Tag tone={pane.tone}>{pane.clock?.title ?? pane.state}</Tag>
      </div>
      <h2>{pane.headline}</h2>
      <p class="meta">{[pane.state, pane.place].join(" · ")}</p>
      {pane.clock !== undefined && (
        <p class="meta">
          {pane.clock.text} {pane.clock.children}
        </p>
      )}
      {done !== undefined && (
        <Note tone="ok" live>
          {done}
        </Note>
      )}
      {fault !== undefined && (
        <Note tone="bad" live>
          {fault}
        </Note>
      )}
      <KeptTexts texts={kept} />
      {pane.told.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {pane.pair !== undefined && <PhotoPair {...pane.pair} />}
      {pane.photos.length > 0 && <Photos photos={pane.photos} />}
      <Papers papers={pane.papers} />
      <WhatToDo pane={pane} csrf={csrf} />
      {(pane.answers.length > 0 || pane.documents.length > 0 || pane.closedDocuments > 0) && (
        <Section title={t("console.answers")}>
          {pane.answers.length > 0 && <Facts facts={pane.answers} />}
          {pane.documents.map(({ href, label }) => (
            <MoreLink key={href} href={href} icon="download">
              {label}
            </MoreLink>
          ))}
          {pane.closedDocuments > 0 && (
            <Note title={t("console.document.closed", { count: pane.closedDocuments })}>
              {t("console.document.closed.why")}
            </Note>
          )}
        </Section>
      )}
      {pane.personal !== undefined && <Personal pane={pane} csrf={csrf} personal={pane.personal} />}
      <Section title={t("console.history")}>
        <Trail steps={pane.steps} />
      </Section>
      <Fold title={t("console.more")}>
        <Facts facts={pane.facts} />
      </Fold>
    </>
  );
}

function WhatToDo({ pane, csrf }: { readonly pane: PaneView; readonly csrf: string }) {
  const t = useT();
  if (pane.actions.length === 0 && pane.reasons.length === 0) return null;
  return (
    <section class="card flow" aria-label={t("console.actions")}>
      {pane.heldBy !== undefined && <p>{t("console.held", { name: pane.heldBy })}</p>}
      {pane.actions.length > 0 && (
        <Actions>
          {pane.actions.map((action, index) => (
            <Act key={action.name} action={action} csrf={csrf} isFirst={index === 0 && pane.form === undefined} />
          ))}
        </Actions>
      )}
      {pane.reasons.map((reason) => (
        <p key={reason} class="meta">
          {reason}
        </p>
      ))}
      {pane.form !== undefined && <ActionFields form={pane.form} csrf={csrf} />}
    </section>
  );
}

/** A button that acts at once, or a link that lays the form open. */
function Act(props: { readonly action: ActionLink; readonly csrf: string; readonly isFirst: boolean }) {
  const { action, csrf, isFirst } = props;
  if (action.asks)
    return (
      <a
        class="btn line"
        href={`${action.href}#tindakan`}
        aria-current={action.isOpen ? "true" : undefined}
        data-key={action.shortcut}
        aria-keyshortcuts={action.shortcut}
      >
        <span>{action.label}</span>
        {action.shortcut !== undefined && <kbd>{action.shortcut.toUpperCase()}</kbd>}
      </a>
    );
  return (
    <form method="post" action={action.href}>
      <Csrf token={csrf} />
      <Once value={action.once} />
      <input type="hidden" name="_revision" value={action.revision} />
      <Button tone={isFirst ? "full" : "line"} shortcut={action.shortcut}>
        {action.label}
      </Button>
    </form>
  );
}

function Personal(props: {
  readonly pane: PaneView;
  readonly personal: NonNullable<PaneView["personal"]>;
  readonly csrf: string;
}) {
  const { pane, personal, csrf } = props;
  const t = useT();
  return (
    <Section title={t("console.personal")} id="pribadi">
      {personal.opened === undefined ? (
        <form class="flow" method="post" action={`${personal.href}#pribadi`}>
          <Csrf token={csrf} />
          <p class="meta">{t("console.personal.hint", { labels: personal.labels })}</p>
          <Button tone="line" icon="eye">
            {t("console.personal.open")}
          </Button>
        </form>
      ) : (
        <>
          {personal.opened.length === 0 ? <p>{t("console.personal.empty")}</p> : <Facts facts={personal.opened} />}
          <p class="meta">{t("console.personal.logged")}</p>
          <LinkButton tone="line" href={pane.href}>
            {t("console.personal.hide")}
          </LinkButton>
        </>
      )}
    </Section>
  );
}
