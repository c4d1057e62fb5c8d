// Speaks to the Faultline in the frame. A page of another origin adds origin=ITS-OWN-ORIGIN to the frame's address.
const frame = document.getElementById('faultline');
const where = document.getElementById('where');
const origin = new URL(frame.src).origin;
let steps = 0;

const tell = (message) => frame.contentWindow.postMessage({ faultline: 1, ...message }, origin);
const press = (id, message) => document.getElementById(id).addEventListener('click', () => tell(message()));

press('play', () => ({ type: 'play' }));
press('pause', () => ({ type: 'pause' }));
press('middle', () => ({ type: 'seek', step: Math.floor(steps / 2) }));
press('other', () => ({ type: 'load', link: '#v=1&p=qemu-as-coded&s=100' }));

addEventListener('message', (e) => {
  if (e.source !== frame.contentWindow || e.origin !== origin || e.data?.faultline !== 1) return;
  if (e.data.type === 'error') {
    where.textContent = e.data.message;
    return;
  }
  steps = e.data.steps;
  where.textContent = `step ${e.data.step} of ${steps}${e.data.playing ? ', playing' : ''}`;
  for (const button of document.querySelectorAll('button')) button.disabled = false;
});
