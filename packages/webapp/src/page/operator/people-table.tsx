import type { PersonStorage } from '@sojourn/datamodel/http';
import { ArrowDown, ArrowUp, Lock, Trash2, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useLanguage } from '../language/index.js';
import { RowSpace, ScrollRegion, useVirtualRows } from '../ui/index.js';
import { ErasePerson, type Erasing } from './erase-person.js';
import { PersonName, shortId, usePeopleNames } from './people-names.js';
import { type PeopleColumn, peopleColumns } from './search.js';

interface PeopleTableProps {
  readonly people: readonly PersonStorage[];
  readonly sort: PeopleColumn;
  readonly ascending: boolean;
  onSort(column: PeopleColumn): void;
}

/** Those that are sorted by, and what can be done. */
const COLUMNS = peopleColumns.length + 1;

const numeric: readonly PeopleColumn[] = ['entries', 'bytes'];

/** People and what they take; however many, only those in view are in the document. */
export function PeopleTable({ people, sort, ascending, onSort }: PeopleTableProps) {
  const { messages } = useLanguage();
  const known = usePeopleNames();
  const [erasing, setErasing] = useState<Erasing>();
  const { scroller, indexes, above, below } = useVirtualRows(people.length);
  const names: Readonly<Record<PeopleColumn, string>> = {
    person: messages.operator.person,
    entries: messages.data.entries,
    bytes: messages.data.storage,
    first: messages.data.first,
    last: messages.data.last,
  };
  const Arrow = ascending ? ArrowUp : ArrowDown;
  return (
    <>
      <ScrollRegion className="rows-scroller" ref={scroller} label={messages.operator.stored}>
        <table className="table rows-table" aria-rowcount={people.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              {peopleColumns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={numeric.includes(column) ? 'numeric' : `stored-${column}`}
                  aria-sort={column !== sort ? 'none' : ascending ? 'ascending' : 'descending'}
                >
                  <Button className="sort-button" onPress={() => onSort(column)}>
                    {names[column]}
                    {column === sort && <Arrow size={14} aria-hidden="true" />}
                  </Button>
                </th>
              ))}
              <th scope="col">
                <span className="hidden-visually">{messages.operator.erase}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <RowSpace height={above} columns={COLUMNS} />
            {indexes.map((index) => (
              <PersonRow
                key={people[index]!.person}
                person={people[index]!}
                name={known.get(people[index]!.person)}
                index={index + 2}
                onErase={setErasing}
              />
            ))}
            <RowSpace height={below} columns={COLUMNS} />
          </tbody>
        </table>
      </ScrollRegion>
      <ErasePerson erasing={erasing} onClose={() => setErasing(undefined)} />
    </>
  );
}

interface PersonRowProps {
  readonly person: PersonStorage;
  readonly name: string | undefined;
  readonly index: number;
  onErase(person: Erasing): void;
}

function PersonRow({ person, name, index, onErase }: PersonRowProps) {
  const { messages, format } = useLanguage();
  const instant = (ts: number | null) => (ts === null ? '–' : format.instant(ts));
  return (
    <tr aria-rowindex={index} data-stored={person.person}>
      <th scope="row">
        <PersonName person={person.person} name={name} />
        {person.locked && <Lock size={14} role="img" aria-label={messages.operator.locked} />}
        {person.damaged && <TriangleAlert size={14} role="img" aria-label={messages.operator.damaged} />}
      </th>
      <td className="numeric">{format.number(person.entries)}</td>
      <td className="numeric">{format.bytes(person.bytes)}</td>
      <td className="stored-first">{instant(person.first)}</td>
      <td>{instant(person.last)}</td>
      <td className="row-action">
        <Button
          className="icon-button"
          aria-label={messages.operator.eraseOf(name ?? shortId(person.person))}
          onPress={() => onErase({ person: person.person, name })}
        >
          <Trash2 size={16} aria-hidden="true" />
        </Button>
      </td>
    </tr>
  );
}
