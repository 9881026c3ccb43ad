import type { PersonStorage } from '@sojourn/datamodel/http';
import { ArrowDown, ArrowUp, Lock, TriangleAlert } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useLanguage } from '../language/index.js';
import { RowSpace, useVirtualRows } from '../ui/index.js';
import { type PeopleColumn, peopleColumns } from './search.js';

interface PeopleTableProps {
  readonly people: readonly PersonStorage[];
  readonly sort: PeopleColumn;
  readonly ascending: boolean;
  onSort(column: PeopleColumn): void;
}

const numeric: readonly PeopleColumn[] = ['entries', 'bytes'];

/** People and what they take; however many, only those in view are in the document. */
export function PeopleTable({ people, sort, ascending, onSort }: PeopleTableProps) {
  const { messages } = useLanguage();
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1)
    <section className="rows-scroller" ref={scroller} aria-label={messages.operator.stored} tabIndex={0}>
      <table className="table rows-table" aria-rowcount={people.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {peopleColumns.map((column) => (
              <th
                key={column}
                scope="col"
                className={numeric.includes(column) ? 'numeric' : undefined}
                aria-sort={column !== sort ? 'none' : ascending ? 'ascending' : 'descending'}
              >
                <Button className="sort-button" onPress={() => onSort(column)}>
                  {names[column]}
                  {column === sort && <Arrow size={14} aria-hidden="true" />}
                </Button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <RowSpace height={above} columns={peopleColumns.length} />
          {indexes.map((index) => (
            <PersonRow key={people[index]!.person} person={people[index]!} index={index + 2} />
          ))}
          <RowSpace height={below} columns={peopleColumns.length} />
        </tbody>
      </table>
    </section>
  );
}

function PersonRow({ person, index }: { person: PersonStorage; index: number }) {
  const { messages, format } = useLanguage();
  const instant = (ts: number | null) => (ts === null ? '–' : format.instant(ts));
  return (
    <tr aria-rowindex={index} data-stored={person.person}>
      <th scope="row">
        <code>{person.person.slice(0, 8)}</code>
        {person.locked && <Lock size={14} role="img" aria-label={messages.operator.locked} />}
        {person.damaged && <TriangleAlert size={14} role="img" aria-label={messages.operator.damaged} />}
      </th>
      <td className="numeric">{format.number(person.entries)}</td>
      <td className="numeric">{format.bytes(person.bytes)}</td>
      <td>{instant(person.first)}</td>
      <td>{instant(person.last)}</td>
    </tr>
  );
}
