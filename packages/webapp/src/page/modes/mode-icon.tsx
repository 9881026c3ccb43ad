import {
  Bike,
  Bus,
  Car,
  CarTaxiFront,
  CircleHelp,
  Footprints,
  type LucideIcon,
  Plane,
  TrainFront,
  TrainFrontTunnel,
  TramFront,
  Zap,
} from 'lucide-react';
import type { Mode } from './mode.js';
import { cssColour } from './mode-colours.js';

const icons: Readonly<Record<Mode, LucideIcon>> = {
  walking: Footprints,
  running: Zap,
  bicycling: Bike,
  bus: Bus,
  tram: TramFront,
  lightRail: TramFront,
  subway: TrainFrontTunnel,
  train: TrainFront,
  car: Car,
  vehicle: CarTaxiFront,
  air: Plane,
  unknown: CircleHelp,
};

/** The sign of a mode in its colour; its name has to stand beside it. */
export function ModeIcon({ mode, size = 16 }: { mode: Mode; size?: number }) {
  const Icon = icons[mode];
  return <Icon size={size} color={cssColour(mode)} aria-hidden="true" />;
}
