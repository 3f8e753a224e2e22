export type { ActingWords } from "./acting-banner.tsx";
export { type Bar, Bars, type BarsProps } from "./bars.tsx";
export {
  Actions,
  BackLink,
  Button,
  type ButtonProps,
  LinkButton,
  type LinkButtonProps,
  MoreLink,
} from "./button.tsx";
export { Card, ContinueCard, type ContinueCardProps } from "./card.tsx";
export { Chat, type Message } from "./chat.tsx";
export { ClockCard, type ClockCardProps, type ClockDay } from "./clock-card.tsx";
export {
  ConsoleLayout,
  type ConsoleLayoutProps,
  type ConsoleMenuItem,
  type ShortcutKey,
} from "./console-layout.tsx";
export { CopyButton, LocateButton, PrintButton, ReadAloudButton, ShareButton } from "./device-buttons.tsx";
export { Empty, type EmptyProps } from "./empty.tsx";
export { ErrorPage, type ErrorPageProps } from "./error-page.tsx";
export { ErrorSummary, type SummarisedError } from "./error-summary.tsx";
export { type Answer, Answers, type Fact, Facts } from "./facts.tsx";
export { type FieldProps, questionTitleId } from "./field.tsx";
export { FileInput, type FileInputProps } from "./file-input.tsx";
export { Gallery } from "./gallery.tsx";
export { Csrf, Once, onceField } from "./hidden-fields.tsx";
export { House, Icon } from "./icon.tsx";
export { Inbox, type InboxGroup, type InboxProps, type InboxRow } from "./inbox.tsx";
export { KeptTexts } from "./kept-texts.tsx";
export { Layout, type LayoutProps } from "./layout.tsx";
export { Live, type LiveProps } from "./live.tsx";
export { Note, type NoteProps, type NoteTone } from "./note.tsx";
export { type Figure, Numbers } from "./numbers.tsx";
export { OfflinePage } from "./offline-page.tsx";
export { Pagination, type PaginationProps } from "./pagination.tsx";
export { type Photo, PhotoPair, Photos } from "./photos.tsx";
export {
  Checkbox,
  Checkboxes,
  type CheckboxesProps,
  type CheckboxProps,
  type Pick,
  RadioPicks,
  type RadioPicksProps,
} from "./picks.tsx";
export { Qr, type QrProps } from "./qr.tsx";
export { QuestionLayout, type QuestionLayoutProps, type StepProps } from "./question-layout.tsx";
export { Rate, type RateProps } from "./rate.tsx";
export { type MapPoint, type MapShape, RegionMap, type RegionMapProps } from "./region-map.tsx";
export { type Row, Rows, type RowsProps } from "./rows.tsx";
export { SearchBox, type SearchBoxProps } from "./search-box.tsx";
export { Band, Columns, Fold, Section, type SectionProps, Stack } from "./section.tsx";
export { type Option, Select, type SelectProps } from "./select.tsx";
export { Slip, type SlipProps } from "./slip.tsx";
export { type Column, Table, type TableProps } from "./table.tsx";
export { type Tab, Tabs } from "./tabs.tsx";
export { Tag, type TagProps, type TagTone } from "./tag.tsx";
export { TextArea, type TextAreaProps } from "./text-area.tsx";
export { TextInput, type TextInputProps } from "./text-input.tsx";
export { Toast, type ToastProps } from "./toast.tsx";
export { Trail, type TrailProps, type TrailStep } from "./trail.tsx";
