import { type ReactNode, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useLanguage } from '../language/index.js';

interface ConfirmButtonProps {
  /** What a press does, in words. */
  readonly label: string;
  /** What it comes to, before it is done. */
  readonly question: string;
  readonly children: ReactNode;
  readonly isPending: boolean;
  onConfirm(): void;
}

/** A button for what cannot be taken back: it asks first. */
export function ConfirmButton({ label, question, children, isPending, onConfirm }: ConfirmButtonProps) {
  const { messages } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="button" aria-label={label} isPending={isPending}>
        {children}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="dialog confirm" role="alertdialog" aria-label={label}>
          <p>{question}</p>
          <div className="confirm-actions">
            <Button className="button" onPress={() => setOpen(false)}>
              {messages.app.cancel}
            </Button>
            <Button
              className="button danger"
              autoFocus
              onPress={() => {
                setOpen(false);
                onConfirm();
              }}
            >
              {children}
            </Button>
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
