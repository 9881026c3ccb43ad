import { Link } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { useLanguage } from '../language/index.js';
import { Empty } from '../ui/index.js';

export function NotFound() {
  const { messages } = useLanguage();
  return (
    <Empty icon={MapPinOff} title={messages.errors.notFound}>
      <Link to="/" className="button">
        {messages.errors.home}
      </Link>
    </Empty>
  );
}
