import type { ReactNode } from 'react';

interface SmallTableProps {
  label: string;
  heads: readonly ReactNode[];
  rows: readonly { id: string; cells: readonly ReactNode[] }[];
  /** Shown when there are no rows. */
  empty: ReactNode;
}

/** A table of a few rows, with buttons in them. */
export function SmallTable({ label, heads, rows, empty }: SmallTableProps) {
  if (rows.length === 0) return <p className="px-4 py-6 text-center text-sm text-muted">{empty}</p>;
  return (
    <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label={label}>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            {heads.map((head, index) => (
              <th key={index} className="h-8 px-4 font-medium whitespace-nowrap">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id} className="border-b border-line last:border-b-0">
              {cells.map((cell, index) => (
                <td key={index} className="h-10 px-4 py-1 align-middle">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
