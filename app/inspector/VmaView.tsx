/** The VMA of a page, on each host. */
import type { RunInfo, VmaSide } from '../../engine/index.ts';
import { inspector as names, why as words } from '../texts/inspector.ts';
import { Facts } from '../ui/Section.tsx';
import { sayCount, sayPage } from '../ui/say.ts';
import { Census } from './Census.tsx';
import { AskField, Sides } from './Sides.tsx';

interface Props {
  readonly info: RunInfo;
  readonly page: number;
  readonly sides: readonly [VmaSide | null, VmaSide | null];
  readonly hosts: readonly (0 | 1)[];
}

export function VmaView({ info, page, sides, hosts }: Props) {
  return (
    <Sides what={names.vma} hosts={hosts}>
      {(host) => {
        const vma = sides[host];
        if (!vma) return <p className="muted">{words.noVma}</p>;
        const { first, pages, flags, mapped, huge, census } = vma;
        return (
          <>
            <Facts
              rows={[
                [words.address, words.range(sayPage(first), sayPage(first + pages - 1))],
                [
                  words.flags,
                  <AskField
                    key="flags"
                    {...{ info, page, host }}
                    field="flags"
                    name={words.flags}
                    value={flags.join(' ')}
                  />,
                ],
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
