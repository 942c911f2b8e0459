import { useId } from 'react';
import { chooseZone, readableZone, useZone, ZONES } from './zones';

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
                {readableZone(zone)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
