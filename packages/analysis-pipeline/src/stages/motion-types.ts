import { MotionType } from '@sojourn/datamodel/streams';

/** Whether a mode is one of walking; the platforms name it differently. */
export function isWalking(type: number): boolean {
  return type === MotionType.WALKING || type === MotionType.ON_FOOT || type === MotionType.RUNNING;
}

/** Whether a mode is a ride in a vehicle; flights and unknown modes are not. */
export const isMotorized = (type: number): boolean => type === MotionType.IN_VEHICLE;

/** Whether a person can walk so fast, in m/s. What is not a number can be anything. */
export const isWalkingSpeed = (speed: number): boolean => !(speed > 1.7);

/** Whether a person can cycle so fast, in m/s. What is not a number can be anything. */
export const isCyclingSpeed = (speed: number): boolean => !(speed > 8.5);
