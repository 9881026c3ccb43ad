import { ShieldX } from 'lucide-react';
import { useLanguage } from '../language/index.js';
import { useSession } from '../session/index.js';
import { Empty } from '../ui/index.js';
import { Health } from './health.js';
import { RecentJobs } from './recent-jobs.js';
import { SettingsInForce } from './settings-in-force.js';
import { StageTimings } from './stage-timings.js';
import { StoredPeople } from './stored-people.js';
import { Tokens } from './tokens.js';
import { WaitingPeople } from './waiting-people.js';

/** For the person who runs the server: whether it is well, who waits, who may come in. */
export function OperatorPage() {
  const { messages } = useLanguage();
  const session = useSession();
  if (session.data?.role !== 'operator') return <Empty icon={ShieldX} title={messages.errors.notAllowed} />;
  return (
    <div className="page operator-page">
      <header>
        <h1>{messages.operator.title}</h1>
      </header>
      <Health />
      <WaitingPeople />
      <StageTimings />
      <RecentJobs />
      <StoredPeople />
      <Tokens />
      <SettingsInForce />
    </div>
  );
}
