/** The 2 MiB around a page, on each host. */
import type { RegionSide, RunInfo } from '../../engine/index.ts';
import { seek } from '../state/actions.ts';
import { inspector as names, why as words } from '../texts/inspector.ts';
import { Button } from '../ui/Button.tsx';
import { Facts } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';
import { Census } from './Census.tsx';
import { AskField, Sides } from './Sides.tsx';

interface Props {
  readonly info: RunInfo;
  readonly page: number;
  readonly sides: readonly [RegionSide, RegionSide];
  readonly hosts: readonly (0 | 1)[];
}

export function RegionView({ info, page, sides, hosts }: Props) {
  return (
    <Sides what={names.region} hosts={hosts}>
      {(host) => {
        const { pmd, pieces, mapped, of, census, visit } = sides[host];
        const ask = { info, page, host };
        const sayPieces = pieces > 0 ? `${pieces}/512` : words.none;
        return (
          <>
            <Facts
              rows={[
                [words.pmd, <AskField key="pmd" {...ask} field="pmd" name={words.pmd} value={pmd} />],
                [
                  words.pieces,
                  <AskField key="pieces" {...ask} field="pieces" name={words.pieces} value={sayPieces} />,
                ],
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
