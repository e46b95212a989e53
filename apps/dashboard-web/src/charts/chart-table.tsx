import { uiText } from '../messages/ui.ts';
import { formatMoment } from '../time/format-time.ts';
import { useZone } from '../time/zone.ts';
import { sampledIndexes, type Series } from './series.ts';

interface ChartTableProps {
  label: string;
  timesMs: readonly number[];
  series: readonly Series[];
  format: (value: number) => string;
}

const maxRows = 24;

/** The values of a chart for those who hear the page; of many, some. */
export function ChartTable({ label, timesMs, series, format }: ChartTableProps) {
  const zone = useZone();
  return (
    // A table takes the width it needs, whatever it is given: what hides it is around it.
    <div className="sr-only">
      <table>
        <caption>{`${uiText.chartData}: ${label}`}</caption>
        <thead>
          <tr>
            <th scope="col">{uiText.time}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sampledIndexes(timesMs.length, maxRows).map((index) => (
            <tr key={index}>
              <th scope="row">{formatMoment(timesMs[index] ?? 0, zone)}</th>
              {series.map(({ name, values }) => {
                const value = values[index];
                return <td key={name}>{value === null || value === undefined ? '–' : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
