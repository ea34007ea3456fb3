// Passes on what the rooms above need too; it stands in `std` because gates suggest names as well and may not import this room.

export { editDistance, nearestName, suggestName } from '../std/nearest-name.ts';
