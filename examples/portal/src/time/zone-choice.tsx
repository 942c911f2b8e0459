import { useId } from 'react';
import { chooseZone, useZone, ZONES } from './zones';

const readable = (zone: string) => zone.replaceAll('_', ' ');

export function ZoneChoice() {
  const id = useId();
  return (
    <div className="field inline">
      <label htmlFor={id}>Time zone</label>
      <select id={id} value={useZone()} onChange={({ target }) => chooseZone(target.value)}>
        {ZONES.map(([continent, zones]) => (
          <optgroup key={continent} label={continent}>
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {readable(zone)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
