/** What is around a page, on each host: its 2 MiB, or its VMA. */
import type { RegionSide, RunInfo, VmaSide } from '../../engine/index.ts';
import { seek } from '../state/actions.ts';
import { inspector as names } from '../texts/inspector.ts';
import { why as words } from '../texts/why.ts';
import { Button } from '../ui/Button.tsx';
import { Facts } from '../ui/Section.tsx';
import { sayCount, sayPage, sayPieces } from '../ui/say.ts';
import { AskField, Sides } from './Ask.tsx';
import { Census } from './Census.tsx';

interface Props<Side> {
  readonly info: RunInfo;
  readonly page: number;
  readonly sides: readonly [Side, Side];
  readonly hosts: readonly (0 | 1)[];
}

export function RegionView({ info, page, sides, hosts }: Props<RegionSide>) {
  return (
    <Sides what={names.region} hosts={hosts}>
      {(host) => {
        const { pmd, pieces, mapped, of, census, visit } = sides[host];
        const ask = (field: 'pmd' | 'pieces', value: string) => (
          <AskField key={field} page={page} host={host} field={field} name={words[field]} value={value} />
        );
        return (
          <>
            <Facts
              rows={[
                [words.pmd, ask('pmd', pmd)],
                [words.pieces, ask('pieces', sayPieces(pieces) ?? words.none)],
                [words.mapped, words.of(sayCount(mapped), sayCount(of))],
              ]}
            />
            <Census info={info} census={census} label={words.kinds} />
            {visit && (
              <p>
                <span className="muted">{words.visit}</span>{' '}
                <Button look="text" label={visit.words} onClick={() => seek(visit.step)} />
              </p>
            )}
          </>
        );
      }}
    </Sides>
  );
}

export function VmaView({ info, page, sides, hosts }: Props<VmaSide | null>) {
  return (
    <Sides what={names.vma} hosts={hosts}>
      {(host) => {
        const vma = sides[host];
        if (!vma) return <p className="muted">{words.noVma}</p>;
        const { first, pages, flags, mapped, huge, census } = vma;
        const ask = { page, host, field: 'flags', name: words.flags, value: flags.join(' ') } as const;
        return (
          <>
            <Facts
              rows={[
                [words.address, words.range(sayPage(first), sayPage(first + pages - 1))],
                [words.flags, <AskField key="flags" {...ask} />],
                [words.mapped, words.of(sayCount(mapped), sayCount(pages))],
                [words.hugeRegions, sayCount(huge)],
              ]}
            />
            <Census info={info} census={census} label={words.kinds} />
          </>
        );
      }}
    </Sides>
  );
}
