import { errorCatalogue, isErrorCode } from '@sojourn/datamodel';

/** Codes of errors, and of reasons for which something waits, in words. */
export type Reasons = Readonly<Record<string, string>>;

/** In English the catalogue of errors has the words; here is what is no error. */
export const englishReasons: Reasons = {
  ...Object.fromEntries(
    Object.entries(errorCatalogue).map(([code, { title }]) => [code, title.replace(/^403: t/, 'T')]),
  ),
  'run-due': 'The next run takes it in',
  'run-in-progress': 'A run is under way',
  'run-failing': 'The last run has failed',
  dormant: 'No phone has called for long',
  'dated-ahead': 'A wrong clock dated it in the future',
};

/** What the page can come to show, in German; the rest of the catalogue is for those who write programs. */
export const germanReasons: Reasons = {
  'run-due': 'Der nächste Lauf nimmt es auf',
  'run-in-progress': 'Ein Lauf ist unterwegs',
  'run-failing': 'Der letzte Lauf ist gescheitert',
  dormant: 'Lange hat sich kein Telefon gemeldet',
  'dated-ahead': 'Eine falsche Uhr hat es in die Zukunft datiert',
  'entry-malformed': 'Der Eintrag ist kein lesbares JSON-Objekt',
  'entry-truncated': 'Der Eintrag endet, bevor er vollständig ist',
  'entry-field-missing': 'Dem Eintrag fehlt eine nötige Angabe',
  'entry-field-invalid': 'Eine Angabe des Eintrags hat einen Wert, den die Datenreihe nicht zulässt',
  'entry-too-deep': 'Der Eintrag ist zu tief verschachtelt',
  'key-invalid': 'Der Name der Datenreihe hat nicht die Form Gruppe/Name',
  'timestamp-invalid': 'Eine Zeit ist keine Zahl von Sekunden in den Jahren 1 bis 9999',
  'zone-unknown': 'Die Zeitzone ist nicht bekannt',
  'platform-unknown': 'Der Eintrag kommt von einer Plattform, deren Format nicht bekannt ist',
  'entry-superseded': 'Ein anderer Eintrag mit derselben Kennung ist neuer',
  'subgroup-suspended': 'Die Gruppe dieser Person ist ausgesetzt',
  'request-invalid': 'Die Anfrage hat nicht die beschriebene Form',
  'token-missing': 'Ohne Token lassen sich keine eigenen Daten lesen',
  'token-invalid': 'Der Token ist nicht bekannt',
  'subgroup-invalid': 'Die Gruppe des Tokens gehört nicht zur Studie',
  'person-unknown': 'Die Person ist nicht bekannt',
  'role-insufficient': 'Dieser Token darf das nicht',
  'session-invalid': 'Die Anmeldung fehlt oder ist abgelaufen',
  'not-found': 'Hier ist nichts',
  conflict: 'Die Änderung widerspricht dem jetzigen Stand',
  'too-large': 'Die Anfrage ist größer als erlaubt',
  'rate-limited': 'Zu viele Anfragen. Warte eine Minute und versuch es dann noch einmal.',
  'person-locked': 'Die Daten dieser Person sind verschlossen',
  'commit-conflict': 'Jemand anderes hat die Daten inzwischen geändert',
  'job-abandoned': 'Der Auftrag wurde oft begonnen und nie beendet',
  'lease-lost': 'Die Sperre ist abgelaufen oder wurde übernommen',
  'block-damaged': 'Ein gespeicherter Block ist beschädigt',
  'archive-damaged': 'Ein Archiv der Person fehlt oder ist verändert',
  'raw-data-purged': 'Was Telefone gemessen haben, liegt nicht mehr im Speicher',
  'head-damaged': 'Das Kopfdokument der Person passt nicht zu den gespeicherten Blöcken',
  'storage-full': 'Der Datenträger ist voll. Nichts ging verloren.',
  'upstream-unavailable': 'Der Dienst hinter dem Gateway antwortet nicht. Versuch es bald noch einmal.',
  'upstream-timeout': 'Der Dienst hinter dem Gateway hat zu lange gebraucht',
  'service-unavailable': 'Der Dienst kann gerade nicht antworten. Versuch es bald noch einmal.',
  'response-invalid': 'Die Antwort des Servers ist nicht die beschriebene',
  internal: 'Auf dem Server ist etwas schiefgegangen',
};

/** A code in words; the code itself where there are none. */
export function reasonText(code: string, reasons: Reasons): string {
  if (Object.hasOwn(reasons, code)) return reasons[code]!;
  return isErrorCode(code) ? errorCatalogue[code].title : code;
}
