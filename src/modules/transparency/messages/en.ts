export const en = {
  "transparency.unknown.file": "There is no such file of a book.",
  "transparency.unknown.entry": "This receipt was not found. Check its address or number.",
  "transparency.api.checkpoint": "Newest signed state of a book",
  "transparency.api.key": "Keys that sign a book",

  "transparency.api.numbers": "How many entries of each kind and office a day has",
  "transparency.api.entries": "The entries of a day, one a line",

  "transparency.book.title": "Open book",
  "transparency.book.lead":
    "Every step that matters is written down here. What is written cannot be changed or removed quietly, not even by us.",
  "transparency.book.books": "What is in it now",
  "transparency.book.name": "Book",
  "transparency.book.entries": "Holds",
  "transparency.book.count.one": "{count} entry",
  "transparency.book.count.other": "{count} entries",
  "transparency.book.signed": "Last signed",
  "transparency.book.files": "Files",
  "transparency.book.state": "state",
  "transparency.book.key": "key",
  "transparency.book.volume": "{title}, volume {volume}",
  "transparency.book.closed": "Closed {at}. It goes on in: {successor}.",
  "transparency.book.none": "The book is still empty",
  "transparency.book.none.text": "The first entry comes with the first report.",
  "transparency.book.private": "No name, no NIK.",
  "transparency.book.private.text":
    "The book says what happened, when, and at which office. Names, phone numbers and what people wrote are not in it; only their seal.",
  "transparency.book.how": "Why can it not be changed quietly?",
  "transparency.book.how.chain":
    "Each entry is locked together with all before it. One changed letter changes the whole lock, and everyone who kept an old receipt sees it.",
  "transparency.book.how.signed":
    "At most a second after a new entry the state of the book is signed. No signature is ever taken back.",
  "transparency.book.how.programs":
    "The files have a standard form (C2SP tlog-tiles), so programs made by others can check them.",

  "transparency.today.title": "Today",
  "transparency.today.text": "Whoever reads today's entries counts the same numbers.",
  "transparency.today.none": "There is no entry of today yet.",
  "transparency.today.entries.one": "Download today's {count} entry",
  "transparency.today.entries.other": "Download today's {count} entries",
  "transparency.today.numbers": "the numbers for programs",

  "transparency.witness.title": "Witnesses",
  "transparency.witness.text":
    "Other bodies sign that this book only ever grew and was never replaced. They keep notes of their own.",
  "transparency.witness.none":
    "No other body signs this book yet. Until one does, keep your own receipt: an old receipt exposes a book that was replaced.",
  "transparency.witness.name": "Witness",
  "transparency.witness.signed": "Last signed",

  "transparency.alarm.fork": "This book was different once.",
  "transparency.alarm.fork.anchor":
    "What is kept at {witness} differs from the book “{book}” that we show ({count} entries, {at}). This must not happen.",
  "transparency.alarm.fork.witness":
    "Witness {witness} signed another book “{book}” than the one we showed ({count} entries, {at}). This must not happen.",
  "transparency.alarm.rollback": "This book was longer once.",
  "transparency.alarm.rollback.anchor":
    "What is kept at {witness} holds more entries than the book “{book}” that we show (it was to keep {count} entries, {at}). This must not happen.",
  "transparency.alarm.rollback.witness":
    "Witness {witness} signed a book “{book}” with more entries than the {count} we showed ({at}). This must not happen.",

  "transparency.anchor.title": "Kept outside",
  "transparency.anchor.text":
    "From time to time the state of each book is entrusted to others, who are not under our control. A book that is replaced later no longer fits what they keep.",
  "transparency.anchor.none":
    "Not set up: no state of the books is entrusted to others yet. Until then, keep your own receipt.",
  "transparency.anchor.first": "It is set up, and the first state is on its way.",
  "transparency.anchor.place": "Place",
  "transparency.anchor.place.value": "{name} ({kind})",
  "transparency.anchor.kind.evm": "chain between agencies",
  "transparency.anchor.kind.rfc3161": "time stamp",
  "transparency.anchor.last": "Newest",
  "transparency.anchor.state.one": "{count} entry, {at}",
  "transparency.anchor.state.other": "{count} entries, {at}",
  "transparency.anchor.check": "To check it",
  "transparency.anchor.particulars": "particulars",
  "transparency.anchor.stamp": "time stamp",
  "transparency.anchor.halted": "{name} has stood still since {at}.",
  "transparency.anchor.halted.text":
    "Services and books go on. What was written since then is entrusted as soon as this place is back.",
  "transparency.anchor.why.no-answer": "It does not answer.",
  "transparency.anchor.why.wrong-chain": "What answers is not the chain it should be.",
  "transparency.anchor.why.no-contract": "The place to keep it was not found on this chain.",
  "transparency.anchor.why.not-authorised": "The other agencies have not given this office the right yet.",
  "transparency.anchor.why.refused": "It was refused.",
  "transparency.anchor.why.not-taken-in": "It was sent, but the chain has stopped taking anything in.",
  "transparency.anchor.why.bad-reply": "Its answer cannot be trusted, so we do not keep it.",
  "transparency.anchor.why.fork": "What stands there differs from this book.",
  "transparency.anchor.why.rollback": "What stands there is longer than this book.",
  "transparency.anchor.how": "How is it checked?",
  "transparency.anchor.how.chain":
    "Chain: the particulars name the transaction and the contract. With “balai verify-anchor” anyone can compare it with the book, by the computer of another agency.",
  "transparency.anchor.how.stamp":
    "Time stamp (RFC 3161): download the state and its stamp, then check with “openssl ts -verify”.",
  "transparency.anchor.covered": "{name}, since {at}",
  "transparency.anchor.not-yet": "Not yet. The next one covers this entry.",

  "transparency.check.title": "Check for yourself",
  "transparency.check.one": "Open your receipt: scan its QR code, or type its number.",
  "transparency.check.two": "See the answer: it holds, it does not hold, or it cannot be said now.",
  "transparency.check.three": "You do not trust us? Download the receipt and let somebody else check it.",
  "transparency.check.here": "Check a receipt",

  "transparency.receipt.title": "Receipt of an entry",
  "transparency.receipt.back": "Open book",
  "transparency.receipt.slip": "Receipt",
  "transparency.receipt.keep": "Keep this number or a photo of the code. Everyone may check it.",
  "transparency.receipt.file": "Download the receipt",
  "transparency.receipt.raw": "The entry as it stands",
  "transparency.receipt.raw.text":
    "This is exactly what is written. “commitment” is the seal of contents that are not open to the public.",
  "transparency.receipt.waiting": "Written down; it is about to enter the book.",
  "transparency.receipt.waiting.text": "This entry has no place in the book yet. Load this page again in a moment.",

  "transparency.entry.what": "What happened",
  "transparency.entry.when": "When",
  "transparency.entry.office": "Office",
  "transparency.entry.region": "Region",
  "transparency.entry.book": "Book",
  "transparency.entry.place": "Place",
  "transparency.entry.place.value": "Entry number {place}",

  "transparency.kind.case.submitted": "Received",
  "transparency.kind.case.late": "Went past its deadline",
  "transparency.kind.book.closed": "The book was closed",
  "transparency.kind.office": "A change of an office",
  "transparency.kind.officer": "A change of an officer or a role",
  "transparency.kind.routing-rule": "A change of where cases go",
  "administration.book": "Offices and officers",

  "transparency.verdict.valid": "It holds.",
  "transparency.verdict.valid.text": "This entry is in the book and has not been changed since it was signed.",
  "transparency.verdict.invalid": "It does not hold.",
  "transparency.verdict.cannot": "It cannot be said now.",
  "transparency.why.not-a-receipt": "This is no receipt, or a part of it is missing.",
  "transparency.why.forged-signature": "The signature is not that of the book.",
  "transparency.why.not-in-book": "This entry differs from what was signed in the book.",
  "transparency.why.unknown-book": "It is from another book, whose key we do not have.",
  "transparency.why.too-few-witnesses": "Too few witnesses have signed.",

  "transparency.own.check": "Check on my own device",
  "transparency.own.valid": "It holds, says your device.",
  "transparency.own.valid.text": "Your device worked it out by itself; the answer does not depend on us.",
  "transparency.own.not-a-receipt": "It does not hold.",
  "transparency.own.not-a-receipt.text": "What was sent is no receipt.",
  "transparency.own.forged-signature": "It does not hold.",
  "transparency.own.forged-signature.text": "The signature is not that of the book.",
  "transparency.own.not-in-book": "It does not hold.",
  "transparency.own.not-in-book.text": "This entry differs from what was signed in the book.",
  "transparency.own.unknown-book": "It cannot be said now.",
  "transparency.own.unknown-book.text": "The key of this book was not found.",
  "transparency.own.other-key": "The key is not the one from before.",
  "transparency.own.other-key.text":
    "This device saw another key of this book before. Ask somebody you trust for the right one.",
  "transparency.own.offline": "It cannot be said now.",
  "transparency.own.offline.text": "The files did not come. Try again when there is a signal.",

  "transparency.file.name": "receipt-checker.html",
  "transparency.file.title": "Receipt checker",
  "transparency.file.lead":
    "This file checks receipts on your own device. It needs no internet, and it does not need us. Keep it, send it on, open it at any time.",
  "transparency.file.choose": "Choose the file of the receipt",
  "transparency.file.choose.hint": "Its name ends with .tlog-proof. Several at once are fine.",
  "transparency.file.paste": "Or paste its text",
  "transparency.file.keys": "The keys that you trust",
  "transparency.file.keys.label": "Keys of books and witnesses",
  "transparency.file.keys.hint":
    "One key a line, as they were when this file was downloaded. Compare them with what a newspaper, a court or a witness made known; replace what differs. Rules about witnesses (C2SP tlog-policy) may follow.",
  "transparency.file.none-yet": "No receipt was checked yet.",
  "transparency.file.nothing": "There is no receipt yet.",
  "transparency.file.nothing.text": "Choose its file first, or paste its text.",
  "transparency.file.unknown-book":
    "This receipt is of a book whose key is not in the list. Add the key, and check again.",
  "transparency.file.wrong-keys": "A line in the list of keys is neither a key nor a rule about witnesses.",
  "transparency.file.no-script": "Scripts are turned off.",
  "transparency.file.no-script.text":
    "Without scripts this file cannot compute. Turn them on, or open it in another browser.",
  "transparency.file.private": "Nothing is sent.",
  "transparency.file.private.text":
    "This file forbids itself to use the network. Unplug the internet if you want to be sure: the answer is the same.",
  "transparency.file.get": "Download the checker (1 file)",
  "transparency.file.get.text":
    "One file that checks receipts without internet and without us. Send it to a journalist, a lawyer, anybody.",

  "transparency.verify.title": "Check a receipt",
  "transparency.verify.lead": "By the number on it, or by the file that you kept.",
  "transparency.verify.answer": "Answer",
  "transparency.verify.by-number": "By its number",
  "transparency.verify.number": "Number of the receipt",
  "transparency.verify.number.hint": "For example reports-600",
  "transparency.verify.number.unknown": "No book has this number. Check what you typed.",
  "transparency.verify.find": "Find",
  "transparency.verify.by-file": "By its file",
  "transparency.verify.text": "Text of the receipt",
  "transparency.verify.text.hint": "Open the file, copy all of it, paste it here.",
  "transparency.verify.text.empty": "Paste the text of the receipt first.",
  "transparency.verify.text.long": "This is too long for a receipt.",
  "transparency.verify.check": "Check",
} as const;
