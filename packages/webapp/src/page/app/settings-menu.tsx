import { Settings } from 'lucide-react';
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  type Selection,
  Separator,
} from 'react-aria-components';
import { languages, useLanguage } from '../language/index.js';
import { usePreference } from '../preferences/index.js';
import { useDoor } from '../session/index.js';

const themes = ['system', 'light', 'dark'] as const;

/** Language, theme, and the way out. */
export function SettingsMenu() {
  const { messages } = useLanguage();
  const [, setLanguage] = usePreference('language');
  const [theme, setTheme] = usePreference('theme');
  const door = useDoor();
  return (
    <MenuTrigger>
      <Button className="navigation-settings">
        <Settings aria-hidden="true" />
        {messages.app.settings}
      </Button>
      <Popover className="popover">
        <Menu className="menu" onAction={(key) => key === 'sign-out' && void door.signOut()}>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme ?? 'system']}
            onSelectionChange={(keys) => {
              const chosen = only(keys);
              setTheme(chosen === 'light' || chosen === 'dark' ? chosen : undefined);
            }}
          >
            <Header>{messages.app.theme}</Header>
            {themes.map((name) => (
              <MenuItem key={name} id={name}>
                {messages.app.themes[name]}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator />
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[messages.tag]}
            onSelectionChange={(keys) => setLanguage(only(keys))}
          >
            <Header>{messages.app.language}</Header>
            {languages.map(({ tag, name }) => (
              <MenuItem key={tag} id={tag}>
                {name}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator />
          <MenuItem id="sign-out">{messages.app.signOut}</MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function only(keys: Selection): string | undefined {
  return keys === 'all' ? undefined : ([...keys][0] as string | undefined);
}
