type Members = Readonly<Record<string, unknown>>;

/**
 * The settings that a study's deployment configuration says: its vehicles with beacons, the modes to choose from, and the
 * surveys about trips. What it leaves out, or has in a form that is not known, is left out here.
 */
export function studySettings(document: Members): Members {
  const modes = membersOf(document.label_options).MODE;
  const surveys = membersOf(membersOf(document.survey_info).buttons)['trip-label'];
  const said = {
    'study.vehicle_identities': listOf(document.vehicle_identities),
    'study.label_options': listOf(modes),
    'study.trip_surveys': listOf(isObject(surveys) ? [surveys] : surveys),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const membersOf = (value: unknown): Members => (isObject(value) ? value : {});

function listOf(value: unknown): readonly Members[] | undefined {
  return Array.isArray(value) && value.every(isObject) ? value : undefined;
}
