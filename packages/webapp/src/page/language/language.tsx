import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createFormat, type Format } from '../format/index.js';
import { usePreference } from '../preferences/index.js';
import { de } from './de.js';
import { en, type Messages } from './en.js';

export const languages: readonly Messages[] = [en, de];

interface Language {
  readonly messages: Messages;
  readonly format: Format;
}

const LanguageContext = createContext<Language>({ messages: en, format: createFormat('en') });

/** What the page says, and how it writes numbers and times, in the reader's language. */
export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** The first of the reader's languages that there is a catalogue for, with the reader's region. */
export function chooseLocale(wanted: readonly string[], chosen: string | undefined): string {
  const known = (tag: string) => languages.some(({ tag: language }) => tag.split('-')[0] === language);
  const suitable = wanted.filter(known);
  if (chosen === undefined) return suitable[0] ?? 'en';
  return suitable.find((tag) => tag.split('-')[0] === chosen) ?? chosen;
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [chosen] = usePreference('language');
  const locale = chooseLocale(navigator.languages, chosen);
  const language = useMemo(() => {
    const tag = locale.split('-')[0];
    return {
      messages: languages.find((messages) => messages.tag === tag) ?? en,
      format: createFormat(locale),
    };
  }, [locale]);
  useEffect(() => {
    document.documentElement.lang = language.messages.tag;
  }, [language]);
  return (
    <I18nProvider locale={locale}>
      <LanguageContext value={language}>{children}</LanguageContext>
    </I18nProvider>
  );
}
