import { Search, X } from 'lucide-react';
import { Button, Input, SearchField } from 'react-aria-components';
import { useLanguage } from '../language/index.js';

/** Where somebody types what they look for. */
export function SearchBox({ text, onText }: { text: string; onText(text: string): void }) {
  const { messages } = useLanguage();
  return (
    <SearchField className="search-box" aria-label={messages.diary.search} value={text} onChange={onText}>
      <Search size={16} aria-hidden="true" />
      <Input placeholder={messages.diary.searchHint} />
      <Button className="icon-button" aria-label={messages.app.close}>
        <X aria-hidden="true" />
      </Button>
    </SearchField>
  );
}
